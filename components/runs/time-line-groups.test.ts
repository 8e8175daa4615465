import { expect, test } from 'vitest'
import { makeRun, makeRunStep, makeTimelineEntry } from '@/lib/testing/run-factory'
import { timeLineGroups } from './time-line-groups'

const steps = [makeRunStep('fence', { title: 'Fence the old primary' })]

test('what belongs to one step stands together, the newest first', () => {
  const timeline = [
    makeTimelineEntry(1, { kind: 'run-started' }),
    makeTimelineEntry(2, { kind: 'step-requested', stepKey: 'fence' }),
    makeTimelineEntry(3, { kind: 'approved', stepKey: 'fence' }),
    makeTimelineEntry(4, { kind: 'comment' }),
  ]
  const groups = timeLineGroups(makeRun({ steps, timeline }))
  expect(groups.map((group) => [group.title, group.entries.length])).toEqual([
    [null, 1],
    ['Fence the old primary', 2],
    [null, 1],
  ])
})

test('long output is one folded item in its own order, and nothing of it is lost', () => {
  const timeline = [
    makeTimelineEntry(1, { kind: 'step-running', stepKey: 'fence' }),
    ...[2, 3, 4].map((id) => makeTimelineEntry(id, { stepKey: 'fence' })),
    makeTimelineEntry(5, { kind: 'step-succeeded', stepKey: 'fence' }),
  ]
  const [group] = timeLineGroups(makeRun({ steps, timeline }))
  const output = group?.entries[1]
  expect(output?.kind === 'output' ? output.lines.map((line) => line.id) : []).toEqual([2, 3, 4])
  expect(group?.entries).toHaveLength(3)
})

test('a line or two of output are shown as they are', () => {
  const timeline = [makeTimelineEntry(1), makeTimelineEntry(2)]
  const [group] = timeLineGroups(makeRun({ steps, timeline }))
  expect(group?.entries.map((item) => item.kind)).toEqual(['entry', 'entry'])
})

test('a step that the plan no longer has keeps its entries under its key', () => {
  const timeline = [makeTimelineEntry(1, { stepKey: 'gone' })]
  expect(timeLineGroups(makeRun({ steps, timeline }))[0]?.title).toBe('gone')
})
