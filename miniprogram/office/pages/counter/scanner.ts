// What a USB scanner types: strokes in quick succession that end with Enter. No person types so fast.

export const gap = 50 // ms, the longest between two strokes of a scanner
const shortest = 5 // LLB12

export interface Stroke {
  key: string
  /** The key by its place on the keyboard, which a Chinese input method leaves alone. */
  code: string
  at: number
  repeat?: boolean
  /** With Ctrl, Alt or the system's key. */
  command?: boolean
}

/** The character of a stroke, also while an input method composes; "" for Shift and the like. */
export function charOf(s: Stroke): string {
  if (/^[ -~]$/.test(s.key)) return s.key
  const place = s.code.match(/^(?:Key([A-Z])|(?:Digit|Numpad)(\d))$/)
  return place ? place[1] ?? place[2] : ''
}

/** Collects strokes. */
export class Scanner {
  private typed = ''
  private last = -Infinity

  /** Takes a stroke, and returns the whole text at the Enter that ends it, otherwise "". */
  take(s: Stroke): string {
    if (s.repeat || s.command) return this.forget()
    const quick = s.at - this.last <= gap
    if (s.key === 'Enter' || s.code === 'Enter' || s.code === 'NumpadEnter') {
      const whole = quick && this.typed.length >= shortest ? this.typed : ''
      this.forget()
      return whole
    }
    const char = charOf(s)
    if (!char) return ''
    this.typed = quick ? this.typed + char : char
    this.last = s.at
    return ''
  }

  /** Whether more than one stroke came in quick succession until now. */
  get isUnderWay(): boolean { return this.typed.length > 1 }

  private forget(): string {
    this.typed = ''
    this.last = -Infinity
    return ''
  }
}
