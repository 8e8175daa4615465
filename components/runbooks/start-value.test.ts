import { expect, test } from 'vitest'
import { startValue } from './start-value'

const open = { name: 'target', title: 'Target', options: null, default: 'mariadb-primary' }

test('the node from which a runbook is started is filled in where it asks for one', () => {
  expect(startValue(open, 'mariadb-replica')).toBe('mariadb-replica')
  expect(startValue({ ...open, options: ['nginx-1', 'nginx-2'], default: 'nginx-1' }, 'nginx-2')).toBe(
    'nginx-2',
  )
})

test('a parameter that asks for something else keeps its usual value', () => {
  expect(startValue({ ...open, name: 'region', default: 'fra' }, 'nginx-1')).toBe('fra')
  expect(startValue({ ...open, options: ['on', 'off'], default: 'on' }, 'nginx-1')).toBe('on')
  expect(startValue(open, undefined)).toBe('mariadb-primary')
})
