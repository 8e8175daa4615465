import { expect, test } from 'vitest'
import { type SwitchoverServer, switchoverChoices } from './switchover-choices'

const server = (node: string, part: Partial<SwitchoverServer> = {}): SwitchoverServer => ({
  ...{ node, isFollowing: true, behind: 0, promotion: 'allowed', silence: null },
  ...part,
})
const choicesOf = (...servers: readonly SwitchoverServer[]) =>
  switchoverChoices('one', [server('one', { isFollowing: false }), ...servers], 1_000)

test('the one that leads is never offered, and stands last', () => {
  const choices = choicesOf(server('two'))
  expect(choices.map(({ value, verdict }) => [value, verdict])).toEqual([
    ['two', 'fit'],
    ['one', 'already'],
  ])
})

test('the preferred one is first while it is as near as the others, else the nearer one', () => {
  const preferred = server('three', { promotion: 'preferred', behind: 3 })
  expect(choicesOf(server('two'), preferred)[0]?.value).toBe('three')
  expect(choicesOf(server('two'), { ...preferred, behind: 600 })[0]?.value).toBe('two')
  expect(choicesOf(server('two', { behind: 9 }), server('four', { behind: 2 }))[0]?.value).toBe('four')
})

test.each([
  [{ isFollowing: false }, 'does not follow one'],
  [{ behind: 1_001 }, '1001 transactions behind'],
  [{ promotion: 'never' as const }, 'is declared never to lead'],
  [{ silence: 'refused' }, 'cannot be asked: refused'],
])('one that could not take over is not fit, and says why: %o', (part, reason) => {
  const [first, second] = choicesOf(server('bad', { ...part }), server('good', { behind: 900 }))
  expect(first).toMatchObject({ value: 'good', verdict: 'fit' })
  expect(second).toEqual({ value: 'bad', verdict: 'unfit', reason })
})
