import type { ReportEvent } from '@linli/shared/api/types'

/** A photo in the viewer, and on what occasion it was taken. */
export interface Photo { id: string; url: string; when: string; at: string }

/** Every photo of a story that can be seen. */
export const photosOf = (events: ReportEvent[]): Photo[] =>
  events.flatMap((e) => e.files.filter((f) => f.kind === 'photo' && f.url).map((f) => ({ id: f.id, url: f.url, when: e.title, at: e.at })))
