import { describe, expect, test } from 'vitest'
import { Mailbox, parseMessage } from '@/lab/mail/mailbox'

describe('parseMessage', () => {
  test('folded header lines are one, repeated ones are all kept, the body is what follows the empty line', () => {
    const raw = 'Subject: a very\r\n long one\r\nReceived: x\r\nReceived: y\r\n\r\nfirst\r\n\r\nsecond'
    expect(parseMessage(raw)).toEqual({
      headers: { Subject: ['a very long one'], Received: ['x', 'y'] },
      body: 'first\n\nsecond',
    })
  })

  test('a message without a body has an empty one', () => {
    expect(parseMessage('Subject: x').body).toBe('')
  })
})

describe('Mailbox', () => {
  test('the newest comes first, and only the newest 500 are kept', () => {
    const mailbox = new Mailbox()
    for (let number = 1; number <= 501; number += 1) {
      mailbox.add({ from: 'a@lab', to: ['b@lab'] }, `Subject: ${number}\n\n`, new Date(0))
    }
    expect(mailbox.list()[0]?.headers.Subject).toEqual(['501'])
    expect([mailbox.list().length, mailbox.count]).toEqual([500, 501])
  })
})
