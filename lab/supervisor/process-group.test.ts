import { describe, expect, test } from 'vitest'
import { groupMembers } from '@/lab/supervisor/process-group'
import { type ProcessStat, parseProcessStat } from '@/lab/supervisor/process-stat'

const LINE =
  '4321 (php-fpm: (www) x) T 12 4300 4301 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 1000 10 18446744073709551615'

describe('parseProcessStat', () => {
  test('reads past a command name with spaces and parentheses', () => {
    expect(parseProcessStat(LINE)).toEqual({
      ...{ pid: 4321, state: 'T', parent: 12, group: 4300, session: 4301, startTicks: 987_654 },
    })
  })

  test('knows nothing of a line that is no process', () => {
    expect(parseProcessStat('nonsense')).toBeUndefined()
  })
})

describe('groupMembers', () => {
  const main = processOf(100, 100, 100, 7)
  const child = processOf(101, 100, 100, 8)
  const ownGroup = processOf(102, 102, 100, 9)
  const stranger = processOf(200, 200, 200, 5)

  test('finds children, and those that made a group of their own in the session', () => {
    expect(groupMembers(main, [main, child, ownGroup, stranger])).toEqual([main, child, ownGroup])
  })

  test('finds the children of a leader that is gone', () => {
    expect(groupMembers(main, [child, stranger])).toEqual([child])
  })

  test('finds the connections of a server that leads a session for each, and what they started', () => {
    const connection = processOf(150, 150, 150, 10, 100)
    const login = processOf(151, 150, 150, 11, 150)
    expect(groupMembers(main, [main, stranger, login, connection])).toEqual([main, connection, login])
  })

  test('leaves a stranger alone that was given the number later', () => {
    const later = processOf(100, 100, 100, 99)
    expect(groupMembers(main, [later, processOf(103, 100, 100, 100)])).toEqual([])
  })
})

function processOf(
  ...[pid, group, session, startTicks, parent = 1]: readonly [number, number, number, number, number?]
): ProcessStat {
  return { pid, parent, group, session, startTicks, state: 'S' }
}
