import { expect, test } from 'vitest'
import { sequenceSource } from './sequence-source'

const parts = [
  { key: 'user', lines: ['User'] },
  { key: 'edge', lines: ['Edge', 'healthy'] },
]

test('messages, replies and branches come out in their order', () => {
  const source = sequenceSource(parts, [
    { type: 'message', from: 'user', to: 'edge', text: 'Ask' },
    {
      type: 'alternatives',
      branches: [
        {
          when: 'Hit',
          steps: [{ type: 'message', from: 'edge', to: 'user', text: 'Answer', isReply: true }],
        },
        { when: 'Miss', steps: [] },
      ],
    },
  ])
  expect(source.split('\n')).toEqual([
    'sequenceDiagram',
    'participant p0 as User',
    'participant p1 as Edge<br/>healthy',
    'p0->>p1: Ask',
    'alt Hit',
    'p1-->>p0: Answer',
    'else Miss',
    'end',
  ])
})

test('what people wrote cannot become a statement or markup', () => {
  const text = 'a; p1->>p0: b\nend # <b>'
  const [, , , message, ...rest] = sequenceSource(parts, [
    { type: 'message', from: 'user', to: 'edge', text },
  ]).split('\n')
  expect(message).toBe('p0->>p1: a#59; p1-#gt;#gt;p0: b end #35; #lt;b#gt;')
  expect(rest).toEqual([])
})
