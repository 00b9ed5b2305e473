/// <reference types="vite/client" />
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent<{}, {}, any>
  export default component
}
interface ImportMetaEnv {
  readonly VITE_APP_NAME: 'resident' | 'staff' | 'office'
  readonly VITE_API_ORIGIN?: string
  readonly VITE_VOICE_PLUGIN?: string
}
