import { expect, it } from 'vitest'
import { giveBack, holdConnections, takeHeld } from './held'

function connection() {
  let isClosed = false
  return {
    close: () => {
      isClosed = true
    },
    isClosed: () => isClosed,
  }
}

it('is held for the next use under the same signal, and closed when the work has ended', () => {
  const { signal } = new AbortController()
  const end = holdConnections(signal)
  const one = connection()
  giveBack(signal, 'db', one)
  expect(takeHeld(new AbortController().signal, 'db')).toBeUndefined()
  expect(takeHeld(signal, 'other')).toBeUndefined()
  expect(takeHeld(signal, 'db')).toBe(one)
  expect(takeHeld(signal, 'db')).toBeUndefined()
  giveBack(signal, 'db', one)
  expect(one.isClosed()).toBe(false)
  end()
  expect(one.isClosed()).toBe(true)
})

it('is closed at once where nothing is held, and after the work has ended', () => {
  const { signal } = new AbortController()
  const [early, late] = [connection(), connection()]
  giveBack(signal, 'db', early)
  holdConnections(signal)()
  giveBack(signal, 'db', late)
  expect([early.isClosed(), late.isClosed()]).toEqual([true, true])
})
