import { expect, test } from 'vitest'
import { makeEstateNode } from '@/lib/testing/estate-factory'
import { severityOfCause } from './severity'

const nodes = [
  makeEstateNode('customers', { name: 'Customers', kind: 'actor' }),
  makeEstateNode('php-1'),
  makeEstateNode('nginx-1'),
]

test('a cause that cuts people off is critical, and says whom', () => {
  expect(severityOfCause('down', ['customers', 'php-1'], nodes)).toEqual({
    word: 'Critical',
    reason: 'Customers cut off',
  })
})

test('one that takes other nodes with it is major', () => {
  expect(severityOfCause('down', ['php-1'], nodes).word).toBe('Major')
})

test('one that nobody misses, or that still works, is minor', () => {
  expect(severityOfCause('down', [], nodes).word).toBe('Minor')
  expect(severityOfCause('degraded', [], nodes)).toEqual({ word: 'Minor', reason: 'it still works' })
})
