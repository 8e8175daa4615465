import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DueQueue } from './due-queue'
import { FairGate } from './fair-gate'
import { nodeOwner } from './node-owner'
import { nextStartMs, phaseMsOf } from './phase'

const slug = fc.string({ minLength: 1, maxLength: 40 })
const intervalMs = fc.integer({ min: 1_000, max: 86_400_000 })

test('the phase of a probe lies inside its interval and hangs on the slug alone', () => {
  fc.assert(
    fc.property(slug, intervalMs, (name, interval) => {
      const phase = phaseMsOf(name, interval)
      expect(phase).toBeGreaterThanOrEqual(0)
      expect(phase).toBeLessThan(interval)
      expect(phaseMsOf(name, interval)).toBe(phase)
    }),
  )
})

test('the next start is after now, within one interval, and always on the same grid', () => {
  fc.assert(
    fc.property(slug, intervalMs, fc.integer({ min: 0, max: 2e12 }), (name, interval, nowMs) => {
      const phase = phaseMsOf(name, interval)
      const start = nextStartMs(nowMs, phase, interval)
      expect(start).toBeGreaterThan(nowMs)
      expect(start - nowMs).toBeLessThanOrEqual(interval)
      expect((start - phase) % interval).toBe(0)
    }),
  )
})

test('a start that comes late does not move the starts after it', () => {
  fc.assert(
    fc.property(slug, fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1 }), (name, delays) => {
      const phase = phaseMsOf(name, 1_000)
      let start = nextStartMs(0, phase, 1_000)
      const first = start
      for (const delay of delays) start = nextStartMs(start + delay, phase, 1_000)
      expect(start).toBe(first + delays.length * 1_000)
    }),
  )
})

test('a fleet is spread over the interval: no twentieth of it holds more than twice its share', () => {
  const counts = new Array<number>(20).fill(0)
  for (let index = 0; index < 2_000; index += 1) {
    const part = Math.floor(phaseMsOf(`node-${index}/http`, 10_000) / 500)
    counts[part] = (counts[part] ?? 0) + 1
  }
  expect(Math.max(...counts)).toBeLessThan(200)
  expect(Math.min(...counts)).toBeGreaterThan(0)
})

const change = fc.oneof(
  fc.record({
    type: fc.constant('set' as const),
    key: fc.integer({ min: 0, max: 30 }),
    dueAtMs: fc.integer({ min: 0, max: 500 }),
  }),
  fc.record({ type: fc.constant('delete' as const), key: fc.integer({ min: 0, max: 30 }) }),
  fc.record({ type: fc.constant('take' as const), nowMs: fc.integer({ min: 0, max: 500 }) }),
)

test('the queue gives what is due, earliest first, whatever was set, moved or deleted before', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 400 }), (changes) => {
      const queue = new DueQueue()
      const model = new Map<string, number>()
      for (const step of changes) {
        const earliest = Math.min(...model.values())
        switch (step.type) {
          case 'set':
            queue.set(`${step.key}`, step.dueAtMs)
            model.set(`${step.key}`, step.dueAtMs)
            break
          case 'delete':
            queue.delete(`${step.key}`)
            model.delete(`${step.key}`)
            break
          case 'take': {
            const taken = queue.takeDue(step.nowMs)
            expect(taken?.dueAtMs).toBe(earliest <= step.nowMs ? earliest : undefined)
            if (taken === undefined) break
            expect(model.get(taken.key)).toBe(taken.dueAtMs)
            model.delete(taken.key)
          }
        }
        expect(queue.size).toBe(model.size)
        expect(queue.peekMs()).toBe(model.size === 0 ? undefined : Math.min(...model.values()))
      }
    }),
  )
})

test('the gate never lets more through than its limits, forgets no job, and keeps the order of each lane', () => {
  const limits = fc.record({ total: fc.integer({ min: 1, max: 6 }), perLane: fc.integer({ min: 1, max: 3 }) })
  const lanes = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 60 })
  fc.assert(
    fc.property(limits, lanes, fc.infiniteStream(fc.nat()), (limit, entering, picks) => {
      const gate = new FairGate<{ lane: string; order: number }>(limit)
      const started: { lane: string; order: number }[] = []
      let running: { lane: string; order: number }[] = []
      const takeAll = () => {
        for (let job = gate.take(); job !== undefined; job = gate.take()) {
          started.push(job)
          running.push(job)
        }
        expect(running.length).toBeLessThanOrEqual(limit.total)
        for (const lane of ['a', 'b', 'c']) {
          expect(running.filter((job) => job.lane === lane).length).toBeLessThanOrEqual(limit.perLane)
        }
      }
      entering.forEach((lane, order) => {
        gate.enter(lane, { lane, order })
        if (order % 3 === 0) takeAll()
      })
      takeAll()
      while (running.length > 0) {
        const ended = running[Number(picks.next().value) % running.length]
        running = running.filter((job) => job !== ended)
        gate.leave(ended?.lane ?? '')
        takeAll()
      }
      expect(started.length).toBe(entering.length)
      for (const lane of ['a', 'b', 'c']) {
        const orders = started.filter((job) => job.lane === lane).map((job) => job.order)
        expect(orders).toEqual([...orders].sort((one, other) => one - other))
      }
    }),
  )
})

test('a lane with many jobs waiting does not hold the others up', () => {
  const gate = new FairGate<string>({ total: 1, perLane: 1 })
  for (let index = 0; index < 100; index += 1) gate.enter('slow', `slow-${index}`)
  gate.enter('quick', 'quick-0')
  expect(gate.take()).toBe('slow-0')
  gate.leave('slow')
  expect(gate.take()).toBe('quick-0')
})

test('of one lane the most urgent goes first, and those alike in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 })), (urgencies) => {
      const gate = new FairGate<{ urgency: number; order: number }>({ total: 1, perLane: 1 })
      const jobs = urgencies.map((urgency, order) => ({ urgency, order }))
      for (const job of jobs) gate.enter('one', job, job.urgency)
      const started = jobs.map(() => {
        const job = gate.take()
        gate.leave('one')
        return job
      })
      expect(started).toEqual(jobs.toSorted((a, b) => b.urgency - a.urgency || a.order - b.order))
    }),
  )
})

const workers = fc.uniqueArray(slug, { minLength: 1, maxLength: 8 })

test('each node has exactly one owner, whatever the order in which the workers are known', () => {
  fc.assert(
    fc.property(slug, workers, (node, ids) => {
      const owner = nodeOwner(node, ids)
      expect(ids).toContain(owner)
      expect(nodeOwner(node, [...ids].reverse())).toBe(owner)
    }),
  )
})

test('when a worker goes, only its nodes move', () => {
  fc.assert(
    fc.property(slug, workers, fc.nat(), (node, ids, pick) => {
      const gone = ids[pick % ids.length]
      const owner = nodeOwner(node, ids)
      const left = ids.filter((id) => id !== gone)
      if (owner !== gone) expect(nodeOwner(node, left)).toBe(owner)
      else expect(nodeOwner(node, left)).not.toBe(gone)
    }),
  )
})

test('nodes are spread over the workers', () => {
  const ids = ['host-1-100-abc', 'host-1-101-abd', 'host-1-102-abe']
  const owners = Array.from({ length: 900 }, (_, index) => nodeOwner(`node-${index}`, ids))
  for (const id of ids) expect(owners.filter((owner) => owner === id).length).toBeGreaterThan(200)
})

test('without live workers nobody owns a node', () => {
  expect(nodeOwner('a', [])).toBeUndefined()
})
