// Package wxsim is a simulated WeChat platform (微信平台): it pushes what residents say, serves the server APIs we call,
// keeps each person's chat, and can be told to fail. Tests and the demo run against it. It shares no code with wxmsg, so
// a mistake in our signatures or ciphers cannot hide behind its own mirror image.
//
//	sim := wxsim.New(wxsim.Options{Now: clock.Now, RetryAfter: time.Millisecond})
//	base, stop := sim.Start()
//	defer stop()
//	sim.AddAccount(wxsim.Account{Kind: wxsim.OA, Mode: wxsim.Safe, CallbackURL: app + "/wx/oa"})
//	wang := sim.Person("王")
//	wang.Follow("")
//	reply, err := wang.Text("路灯坏了") // err: the app's answer would not have been accepted
//
// Two clocks: tokens, windows, quotas and CreateTime follow Options.Now; waiting for answers, RetryAfter and Fault.Delay
// take real time.
//
// Where the documents are silent the Sim takes the harder way for the app: an illegal answer is pushed again like no
// answer, a retry is signed anew, media results come from a system account, text over 2048 bytes is illegal.
//
// Not modelled: web authorisation and JS-SDK, bizsend (订阅通知), template administration, mass messages, materials, tags,
// 客服 accounts, link and video messages, payment, MarkFail (a minute's rest after many failures), per-second limits, frozen
// secrets, sandbox accounts, the 25-template and 10 万-code ceilings. QR pictures cannot be scanned with a camera.
package wxsim
