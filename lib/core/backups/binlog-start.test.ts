import { expect, test } from 'vitest'
import { binlogStart } from './binlog-start'

const magic = [0xfe, 0x62, 0x69, 0x6e]

function event(type: number, body: readonly number[]): number[] {
  const size = 19 + body.length
  return [0, 0, 0, 0, type, 10, 0, 0, 0, size, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...body]
}

const description = event(15, [4, 0])
const entry = (domain: number, server: number, sequence: number) => [
  ...[domain, 0, 0, 0, server, 0, 0, 0],
  ...[sequence & 255, sequence >> 8, 0, 0, 0, 0, 0, 0],
]
const log = (...events: readonly number[][]) => Uint8Array.from([...magic, ...events.flat()])

test('the first binary log of a server begins before all transactions', () => {
  expect(binlogStart(log(description, event(163, [0, 0, 0, 0])))).toBe('')
})

test('a later one begins after the highest transaction of each domain, whoever wrote it', () => {
  const list = event(163, [3, 0, 0, 0, ...entry(0, 10, 1162), ...entry(0, 30, 700), ...entry(1, 10, 5)])
  expect(binlogStart(log(description, list))).toBe('0-10-1162,1-10-5')
})

const transaction = (sequence: number) =>
  event(162, [sequence & 255, sequence >> 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8])

test('logs that were reset begin before their first transaction, although their list is empty', () => {
  expect(binlogStart(log(description, event(163, [0, 0, 0, 0]), transaction(1703)))).toBe('0-10-1702')
  expect(binlogStart(log(description, event(163, [0, 0, 0, 0]), transaction(1)))).toBe('')
})

test('what is no binary log, is cut off or encrypted says nothing', () => {
  const list = event(163, [1, 0, 0, 0, ...entry(0, 10, 7)])
  expect(binlogStart(Uint8Array.from([1, 2, 3]))).toBeNull()
  expect(binlogStart(log(description, list).subarray(0, -3))).toBeNull()
  expect(binlogStart(log(description, event(164, [1])))).toBeNull()
})
