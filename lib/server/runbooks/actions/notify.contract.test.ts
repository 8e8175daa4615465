import { afterEach, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { declaredSettings, testActionContext } from '@/lib/testing/action-context'
import { breakLab, ensureLab, healLab, labPort } from '@/lib/testing/lab'
import { notifyAction as action } from './notify.action'

beforeAll(ensureLab)
afterEach(healLab)

/** Unique, so that what an earlier test sent is not found. */
function say(word: string) {
  return action.settings.parse({ channels: ['slack', 'email'], message: `${word} ${crypto.randomUUID()}` })
}

async function slackMessages(): Promise<string> {
  return (await fetch('http://127.10.9.20:8080/messages')).text()
}

async function mails(): Promise<string> {
  return (await fetch('http://127.10.9.21:8080/api/v2/messages')).text()
}

it('the message arrives at Slack and by mail, and what they answered is kept', async () => {
  const asked = say('The gate is open')
  const context = testActionContext()
  const result = await action.execute(asked, context)
  expect(result.summary).toBe('2 of 2 channels took the message')
  expect(result.evidence[0]?.value).toBe('delivered, it answered: 200 ok')
  expect(result.evidence[1]?.value).toMatch(/^delivered, it answered: 250 /)
  expect(await slackMessages()).toContain(asked.message)
  expect(await mails()).toContain(asked.message)
  expect((await action.verify(asked, context)).map(({ outcome }) => outcome)).toEqual(['passed', 'passed'])
})

it('a repeat after a crash sends only what was not delivered', async () => {
  const asked = say('Again')
  const context = testActionContext()
  await action.execute({ ...asked, channels: ['email'] }, context)
  const repeat = testActionContext({ memory: context.memory })
  await action.execute(asked, repeat)
  const count = (text: string) => text.split(asked.message).length - 1
  const mailed = z.object({ items: z.array(z.unknown()) }).parse(JSON.parse(await mails()))
  expect(mailed.items.filter((item) => JSON.stringify(item).includes(asked.message))).toHaveLength(1)
  expect(count(await slackMessages())).toBeGreaterThan(0)
  expect((await action.execute(asked, repeat)).changed).toBe(false)
})

it('a dead channel stops nothing: the other is told, the failure is a warning', async () => {
  await breakLab('kill', 'slack')
  const asked = say('Slack is gone')
  const context = testActionContext()
  expect((await action.preflight(asked, context)).map(({ outcome }) => outcome)).toEqual([
    'warning',
    'passed',
  ])
  expect((await action.execute(asked, context)).summary).toBe('1 of 2 channels took the message')
  expect((await action.verify(asked, context)).map(({ outcome }) => outcome)).toEqual(['warning', 'passed'])
})

it('a webhook that Slack does not know is told, and its secret is not', async () => {
  const asked = { ...say('Nobody'), channels: ['slack'] }
  const connectors = { slack: { ...declaredSettings('slack'), webhook: 'file:lab/secrets/redis' } }
  const context = testActionContext({ connectors })
  const result = await action.execute(asked, context)
  expect(result.evidence[0]?.value).toBe('not delivered: Slack did not take the message: 404 no_service')
  const secret = await context.secret('file:lab/secrets/redis')
  expect(JSON.stringify([result, context.notes])).not.toContain(secret)
})

it('a mail server without the encryption that is asked for gets no mail', async () => {
  const asked = { ...say('Plain'), channels: ['email'] }
  const connectors = { email: { ...declaredSettings('email'), encryption: 'starttls' } }
  const result = await action.execute(asked, testActionContext({ connectors }))
  expect(result.summary).toBe('0 of 1 channels took the message')
})

it('STARTTLS with a verified certificate works', async () => {
  const asked = { ...say('Encrypted'), channels: ['email'] }
  const connectors = {
    email: {
      ...declaredSettings('email'),
      host: '127.10.9.13',
      port: labPort(25),
      encryption: 'starttls',
      caFile: 'file:lab/tls/ca.pem',
    },
  }
  const result = await action.execute(asked, testActionContext({ connectors }))
  expect(result.evidence[0]?.value).toMatch(/^delivered, it answered: 250 /)
})

it('a connector by which nobody can be told anything is refused', async () => {
  const asked = { ...say('Wrong'), channels: ['cloudflare'] }
  const [check] = await action.preflight(asked, testActionContext())
  expect(check).toMatchObject({
    outcome: 'failed',
    reason: 'the connector cloudflare is no channel: Slack or e-mail',
  })
})
