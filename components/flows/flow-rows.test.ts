import { expect, test } from 'vitest'
import { flowRows } from './flow-rows'

test('a message in a branch of a branch tells both', () => {
  const message = (text: string) => ({ type: 'message', from: 'a', to: 'b', text }) as const
  const rows = flowRows([
    message('ask'),
    {
      type: 'alternatives',
      branches: [
        {
          when: 'Cache Miss',
          steps: [{ type: 'alternatives', branches: [{ when: 'Dynamic', steps: [message('run')] }] }],
        },
      ],
    },
  ])
  expect(rows.map(({ number, when }) => [number, when])).toEqual([
    [1, ''],
    [2, 'Cache Miss, Dynamic'],
  ])
})
