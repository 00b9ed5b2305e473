// The desk (办公端): the staff's workplace in the browser of a PC, on the same API, session and forms as the mini-programs.
//
// A page is one file in pages/<subject>/ and one line in router.ts, which names the power that opens it. What it may show and
// do is decided by the service (`can`); what a deed asks is a form of packages/shared/work, drawn by ui/DeskForm.vue. A list and
// its filters are in the address: a link opens the same rows. Components come from Element Plus, one import each;
// their styles are listed in style/kit.ts.
import './platform/uni' // first: the shared code expects it
import { createApp } from 'vue'
import { knowService } from '@linli/shared/store/service'
import { restoreSession } from '@linli/shared/store/session'
import { persona } from '@linli/shared/store/surroundings'
import { reloadOnNews } from '@linli/shared/util/news'
import App from './App.vue'
import { router } from './router'
import './style/kit'
import './style/desk.scss'

restoreSession()
void knowService().catch(() => {}) // its clock; the login asks again
if (persona()) reloadOnNews()
createApp(App).use(router).mount('#app')
