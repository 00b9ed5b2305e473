// The lists of a day (助餐名单): how many portions, who gets them, what is printed for the kitchen, and who brings them.
import { api } from '../api/client'
import type { components, MealMember, MealProgramme, MealStop } from '../api/types'
import type { RowDeed } from '../use/rows'
import { openDocument } from '../util/document'
import { sayTime } from '../util/time'
import { daysFrom, handForm, myProgrammes, sayDate } from './meal'

export type Sheet = components['schemas']['MealDay']
export type SheetStop = MealStop & { programme: string }

const sheetsOf = (all: MealProgramme[], day: string): Promise<Sheet[]> =>
  Promise.all(all.map((p) => api.get('/staff/meal-programmes/{id}/days/{day}', { id: p.id, day })))

/** The lists of today and tomorrow, of all programmes. */
export async function nextSheets(): Promise<Sheet[]> {
  const all = await myProgrammes()
  return (await Promise.all(daysFrom(2).map((day) => sheetsOf(all, day)))).flat()
}

/** The portions of a day, 0 today, 1 tomorrow. */
export async function stopsOn(ahead: 0 | 1): Promise<SheetStop[]> {
  const sheets = await sheetsOf(await myProgrammes(), daysFrom(2)[ahead])
  return sheets.flatMap((s) => s.stops.map((one) => ({ ...one, programme: s.programme.name })))
}

export const saySheet = (s: Sheet): string => `到点 ${s.eat_in} 份，送餐 ${s.deliver} 份`
export const sayFixed = (s: Sheet): string => (s.fixed ? `${sayTime(s.fixed_at)} 定${s.printed_at ? `，${sayTime(s.printed_at)} 打印` : ''}` : `前一天 ${s.programme.cut_off} 定`)
/** Until when somebody is answered, or from when they eat. */
export const sayFrom = (m: MealMember): string => (m.state === 'asked' ? `${sayTime(m.due_at)} 前答复` : m.from ? `${sayDate(m.from)}起` : '')

/** What can be done with the list of a day: nothing until it is fixed. */
export const sheetDeeds = (s: Sheet): RowDeed[] => (s.fixed ? [
  { title: '打印名单', icon: 'print', kind: 'main', run: () => openDocument(() => api.bytes('/staff/meal-programmes/{id}/days/{day}/list', { id: s.programme.id, day: s.day }), `助餐名单 ${s.programme.name} ${s.day}.pdf`) },
  { title: '转交送餐', kind: 'soft', form: () => handForm(s.programme, s.day) },
] : [])
