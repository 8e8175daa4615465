import { expect, test } from 'vitest'
import { portShift, shiftedPort } from '@/lab/port-shift'

test('a port that may not be opened moves up by ten thousand, any other stays', () => {
  expect([443, 1023, 1024, 3306].map((port) => shiftedPort(port, 1_024))).toEqual([
    10_443, 11_023, 1_024, 3_306,
  ])
})

test('the overlay names each moved port once and nothing else', () => {
  expect(portShift([443, 80, 443, 9000], 1_024)).toEqual({ '80': 10_080, '443': 10_443 })
})

test('where every port may be opened the overlay is empty', () => {
  expect(portShift([22, 25, 53, 80, 443], 0)).toEqual({})
})
