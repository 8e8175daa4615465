import { expect, it } from 'vitest'
import { hostOf } from '@/lab/mariadb/hosts'
import { mostComplete } from '@/lab/mariadb/most-complete'
import type { ServerLook } from '@/lab/mariadb/server-look'
import { parseGtidSet } from '@/lib/core/runbooks/mariadb/gtid-set'

function server(node: string, position: string, more: Partial<ServerLook> & { readonly all?: string } = {}) {
  const set = parseGtidSet(position)
  const { all, ...rest } = more
  const look: ServerLook = {
    ...{ host: hostOf(node), isReadOnly: true, hasSource: true, position: set, received: set },
    history: parseGtidSet(all ?? position),
    ...rest,
  }
  return look
}
const primary = (position: string, more: Partial<ServerLook> = {}) =>
  server('mariadb-primary', position, { hasSource: false, ...more })
const follower = (position: string) => server('mariadb-replica', position)
const backup = (position: string) => server('backup-mariadb', position)
const promoted = (position: string, all: string, isReadOnly = true) =>
  server('mariadb-replica', position, { hasSource: false, isReadOnly, all })
const chosen = (look: ServerLook | undefined) => look?.host.node

it('opens by itself when nobody has anything that it lacks', () => {
  expect(mostComplete(primary('0-10-100'), [follower('0-10-99'), backup('')], false)).toBeUndefined()
})

it('takes back what it cut off though a replica had acknowledged it', () => {
  const looks = [follower('0-10-100'), backup('0-10-101')]
  expect(chosen(mostComplete(primary('0-10-99'), looks, false))).toBe('backup-mariadb')
})

it('takes the writes of one that was promoted and came back closed', () => {
  const looks = [promoted('0-11-104', '0-10-99,0-11-104'), backup('0-10-99')]
  expect(chosen(mostComplete(primary('0-10-103'), looks, false))).toBe('mariadb-replica')
})

it('takes the writes of one that was promoted though its follower has less', () => {
  const looks = [promoted('0-11-104', '0-10-99,0-11-104', false), server('backup-mariadb', '0-11-103')]
  expect(chosen(mostComplete(primary('0-10-99'), looks, false))).toBe('mariadb-replica')
})

it('leaves alone what a follower wrote by itself', () => {
  const looks = [server('mariadb-replica', '0-10-99', { all: '0-10-99,0-11-100' })]
  expect(mostComplete(primary('0-10-99'), looks, false)).toBeUndefined()
})

it('does not take a restored copy for one that was promoted', () => {
  const restored = server('backup-mariadb', '0-30-81', { hasSource: false, all: '0-10-80,0-30-81' })
  expect(mostComplete(primary('0-10-100'), [follower('0-10-100'), restored], false)).toBeUndefined()
  expect(mostComplete(primary('0-10-100'), [restored], true)).toBeUndefined()
})

it('takes the writes of a restored copy that was opened', () => {
  const opened = server('backup-mariadb', '0-30-81', {
    ...{ hasSource: false, isReadOnly: false },
    all: '0-10-80,0-30-81',
  })
  expect(chosen(mostComplete(primary('0-10-100'), [follower('0-10-100'), opened], false))).toBe(
    'backup-mariadb',
  )
})

it('has led on, and another was promoted without its knowledge: that one has the truth', () => {
  const looks = [promoted('0-11-104', '0-10-99,0-11-104', false)]
  expect(chosen(mostComplete(primary('0-10-100', { isReadOnly: false }), looks, true))).toBe(
    'mariadb-replica',
  )
})
