/** A failed request. `message` is plain Chinese from the backend. */
export class Fault extends Error {
  constructor(
    /** Stable, such as booking.full; `network` without an answer. */
    readonly code: string,
    message: string,
    /** HTTP status, 0 without an answer. */
    readonly status: number,
  ) {
    super(message)
    this.name = 'Fault'
  }

  /** The result is unknown: the same request may be repeated with the same key. */
  get unsure(): boolean {
    return this.status === 0 || this.status >= 500
  }
}

/** Reads the error of an answer that is no success. */
export function faultOf(status: number, body: unknown): Fault {
  const error = (body as { error?: { code?: string; message?: string } } | null)?.error
  const words = status >= 500 ? '服务暂时不可用，请稍后再试' : '没有办成，请稍后再试'
  return new Fault(error?.code ?? `http.${status}`, error?.message ?? words, status)
}

/** The fault of a request without an answer, in helpful words. */
export function silence(said: string): Fault {
  return new Fault('network', /timeout/i.test(said) ? '网络太慢，请稍后再试' : '网络不通，请检查网络后再试', 0)
}

/** The message to show for any thrown value. */
export const wordsOf = (thrown: unknown): string =>
  thrown instanceof Fault ? thrown.message : '出了点问题，请稍后再试'
