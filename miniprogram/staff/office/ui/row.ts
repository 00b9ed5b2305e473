// One row of a list as a card shows it.
import type { Tone } from '@linli/shared/ui/states'
import type { RowDeed } from '@linli/shared/use/rows'

export interface Row { key: string; name: string; state?: string; tone?: Tone; about: string[]; hints: string[]; deeds: RowDeed[] }
