package system

// OwnMenu returns the menu of the chat: its keys and, if this program serves them, web pages of the resident client. The
// platform shows three buttons at most.
func OwnMenu(base string) string {
	pages := ""
	if len(ClientPages()) > 0 {
		pages = `{"type":"view","name":"更多服务","url":"` + base + `/h5/"},`
	}
	return `{"button":[{"type":"click","name":"随手拍","key":"report"},{"type":"click","name":"预约","key":"book"},` +
		`{"name":"我的","sub_button":[{"type":"click","name":"查进展","key":"progress"},{"type":"click","name":"我的预约","key":"bookings"},` +
		pages + `{"type":"click","name":"更多","key":"more"},{"type":"click","name":"怎么用","key":"help"}]}]}`
}
