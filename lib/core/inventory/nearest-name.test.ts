import { expect, test } from 'vitest'
import { nearestName, suggestName } from './nearest-name'

test('a mistyped name finds the one that was meant', () => {
  const names = ['nginx-1', 'nginx-2', 'mariadb-primary']
  expect(nearestName('mariadb-primray', names)).toBe('mariadb-primary')
  expect(nearestName('NGINX-2', names)).toBe('nginx-2')
})

test('a name that resembles nothing is not guessed at', () => {
  expect(nearestName('loki', ['nginx-1', 'mariadb-primary'])).toBeUndefined()
  expect(suggestName('loki', ['nginx-1', 'nginx-2'])).toBe('Known are nginx-1, nginx-2.')
  expect(suggestName('loki', [])).toBe('None is declared.')
})
