import { expect, it } from 'vitest'
import type { LabEnsemble, LabService } from '@/lab/service'
import { Muster } from '@/lab/supervisor/muster'

const ensemble: LabEnsemble = { name: 'e', settle: () => Promise.resolve([]) }
const member = (node: string, of?: LabEnsemble): { readonly service: LabService } => ({
  service: {
    ...{ node, address: '127.0.0.1', ports: [], packages: [] },
    ...(of ? { ensemble: of } : {}),
    prepare: () => Promise.resolve(),
    command: () => ({ file: '/bin/true', args: [] }),
    isReady: () => Promise.resolve(),
  },
})

it('settles once, after the last member has started or failed to, and lets all wait for that', async () => {
  const seen: string[] = []
  const muster = new Muster([member('a', ensemble), member('b', ensemble), member('c')], async (members) => {
    seen.push(`settled ${members.join(' ')}`)
  })
  const late = Promise.withResolvers<void>()
  const attended = [
    muster.attend('a', async () => void seen.push('a')),
    muster.attend('b', () => late.promise.then(() => Promise.reject(new Error('b failed')))),
    muster.attend('c', async () => void seen.push('c')),
  ]
  await attended[2]
  expect(seen).toEqual(['a', 'c'])
  late.resolve()
  const outcomes = await Promise.allSettled(attended)
  expect(seen).toEqual(['a', 'c', 'settled a b'])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})
