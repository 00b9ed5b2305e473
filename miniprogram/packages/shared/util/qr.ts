import qrcode from 'qrcode-generator'
import { b64 } from './base64'

/** The address of a picture of a QR code with the text, drawn on the device. */
export function qrPicture(text: string): string {
  const code = qrcode(0, 'M')
  code.addData(text)
  code.make()
  const n = code.getModuleCount()
  let path = ''
  for (let y = 0; y < n; y++) for (let x = 0; x < n; x++) if (code.isDark(y, x)) path += `M${x + 2} ${y + 2}h1v1h-1z`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${n + 4} ${n + 4}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${n + 4}v${n + 4}H0z"/><path d="${path}"/></svg>`
  return `data:image/svg+xml;base64,${b64(svg)}`
}
