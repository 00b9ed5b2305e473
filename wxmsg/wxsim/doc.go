// Package wxsim is a simulated WeChat platform (微信平台) for tests and the demo: it pushes what persons do, serves the APIs
// that the program calls, keeps each person's chat, and fails on demand. It shares no code with wxmsg, so that a mistake in
// signatures or ciphers is not on both sides.
//
//	sim := wxsim.New(wxsim.Options{Now: clock.Now, RetryAfter: time.Millisecond})
//	base, stop := sim.Start()
//	defer stop()
//	sim.AddAccount(wxsim.Account{Kind: wxsim.OA, Mode: wxsim.Safe, CallbackURL: app + "/wx/oa"})
//	wang := sim.Person("王")
//	wang.Follow("")
//	reply, err := wang.Text("路灯坏了") // err: WeChat would not accept the app's answer
//
// Tokens, windows, quotas and CreateTime follow Options.Now; waiting for answers, RetryAfter and Fault.Delay take real
// time.
//
// Where the documentation says nothing, Sim is the stricter: it repeats a push after an illegal answer, signs a retry anew,
// sends media results from a system account, and refuses text over 2048 bytes.
//
// Not modelled: web authorisation and JS-SDK, bizsend (订阅通知), template administration, mass messages, materials, tags, 客服
// accounts, link and video messages, payment, MarkFail (a minute's rest after many failures), per-second limits, frozen
// secrets, sandbox accounts, the limits of 25 templates and 100 000 codes. A camera cannot scan the QR pictures.
package wxsim
