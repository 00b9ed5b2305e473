// A simulated service for tests, with its requests and answers.
import { vi } from 'vitest'

export interface Asked { url: string; method: string; data?: any; header: Record<string, string> }
type Answer = { statusCode: number; data?: unknown } | 'silence'

/** Answers each request by the rule; returns the requests so far. */
export function service(rule: (asked: Asked) => Answer): Asked[] {
  const asked: Asked[] = []
  const uniRequest = (globalThis as any).uni.request as ReturnType<typeof vi.fn>
  uniRequest.mockReset()
  uniRequest.mockImplementation((o: any) => {
    asked.push({ url: o.url, method: o.method, data: o.data, header: o.header })
    const answer = rule(asked[asked.length - 1])
    if (answer === 'silence') o.fail({ errMsg: 'request:fail timeout' })
    else o.success({ statusCode: answer.statusCode, data: answer.data })
  })
  return asked
}

export const refusal = (statusCode: number, code: string, message: string) => ({ statusCode, data: { error: { code, message, request_id: 'r' } } })
