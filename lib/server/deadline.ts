import { AppError } from '@/lib/core/errors/app-error'

/** The outcome of `work`, or `unavailable` after `deadlineMs`; the work itself goes on and is forgotten. */
export function withDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new AppError('unavailable', `no answer in ${deadlineMs} ms`))
    const timer = setTimeout(late, deadlineMs)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
