// The smallest workbook of Excel, made without a library: a zip without compression with one file for each sheet.
import { crc32 } from 'node:zlib'

const escape = (s) => String(s).replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c])
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const docs = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packs = 'http://schemas.openxmlformats.org/package/2006'

const sheetOf = (rows) => `${head}<worksheet xmlns="${main}"><sheetData>${rows.map((row, i) => `<row r="${i + 1}">${row
  .map((cell, j) => `<c r="${String.fromCharCode(65 + j)}${i + 1}" t="inlineStr"><is><t>${escape(cell)}</t></is></c>`).join('')}</row>`).join('')}</sheetData></worksheet>`

/** A workbook with these sheets: { 区划: [[…], …], … }. */
export function workbook(sheets) {
  const names = Object.keys(sheets)
  return zip({
    '[Content_Types].xml': `${head}<Types xmlns="${packs}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${names.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join('')}</Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="${packs}/relationships"><Relationship Id="r1" Type="${docs}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${docs}"><sheets>${names.map((n, i) => `<sheet name="${n}" sheetId="${i + 1}" r:id="r${i + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${packs}/relationships">${names.map((_, i) => `<Relationship Id="r${i + 1}" Type="${docs}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`,
    ...Object.fromEntries(names.map((n, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheetOf(sheets[n])])),
  })
}

function zip(files) {
  const parts = [], index = []
  let at = 0
  for (const [name, text] of Object.entries(files)) {
    const data = Buffer.from(text), path = Buffer.from(name), common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(data.length, 18)
    common.writeUInt16LE(path.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    index.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, place, path)
    const local = [Buffer.from('PK\x03\x04', 'latin1'), common, path, data]
    parts.push(...local)
    at += local.reduce((n, b) => n + b.length, 0)
  }
  const size = index.reduce((n, b) => n + b.length, 0), end = Buffer.alloc(22), count = Object.keys(files).length
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, ...index, end])
}
