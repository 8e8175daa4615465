import { expect, test } from 'vitest'
import { LineNotes, MOST_NOT_UNDERSTOOD, MOST_UNDERSTOOD } from './line-notes'
import { findImporter } from './registry'

const read = (kind: string, text: string) =>
  findImporter(kind)?.read(text, { file: 'a.txt', node: 'web', zone: null })

test('a file of which nearly nothing is understood is refused with its first line, and not kept line by line', () => {
  const heading = 'Netid State Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n'
  const strange = heading + 'x\n'.repeat(MOST_NOT_UNDERSTOOD)
  expect(read('ss', strange)?.notUnderstood).toHaveLength(MOST_NOT_UNDERSTOOD)
  expect(() => read('ss', `${strange}x\n`)).toThrow(
    /^a.txt has more than 100000 lines .* The first is line 2: this is no row/,
  )
})

test('a file that says more than anybody looks through is to be split', () => {
  const notes = new LineNotes('a.txt')
  for (let line = 1; line <= MOST_UNDERSTOOD; line++) notes.take(line, 'a', 'b')
  expect(() => notes.take(MOST_UNDERSTOOD + 1, 'a', 'b')).toThrow(/Split it/)
})
