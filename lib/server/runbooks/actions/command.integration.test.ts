import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { commandConnector } from '@/lib/server/connectors/command.connector'
import { testActionContext } from '@/lib/testing/action-context'
import { commandAction as action } from './command.action'
import { registerAction } from './register-action'

const folder = mkdtempSync(join(tmpdir(), 'switchyard-command-'))
const file = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true }))

const SCRIPT = '/bin/sh'
const word = { word: { pattern: '[a-z;$() ]+' } }

/** The programs are real; a script given to sh is the admin's own, as any program would be. */
const connector = {
  commands: [
    {
      name: 'append',
      title: 'Appends a line',
      program: SCRIPT,
      args: ['-c', `printf '%s\\n' "$1" >> ${file('lines')}; echo "wrote $1"`, 'append', '{word}'],
      parameters: word,
      verify: { program: '/bin/grep', args: ['-x', '{word}', file('lines')] },
    },
    { name: 'say', title: 'Says it', program: '/bin/echo', args: ['{word}'], parameters: word },
    { name: 'fail', title: 'Fails', program: SCRIPT, args: ['-c', 'echo broken >&2; exit 3'] },
    {
      name: 'talk',
      title: 'Talks',
      program: SCRIPT,
      args: ['-c', 'yes | head -c 100000'],
      maxOutputBytes: 10,
    },
    {
      name: 'hang',
      title: 'Hangs',
      program: SCRIPT,
      args: ['-c', `sleep 300 & echo $! > ${file('child')}; wait`],
      environment: { PATH: '/usr/bin:/bin' },
      timeoutSeconds: 1,
    },
    { name: 'wipe', title: 'Wipes', program: '/bin/true', isDestructive: true },
    { name: 'environment', title: 'Shows', program: '/usr/bin/env', secrets: { TOKEN: 'file:token' } },
    { name: 'absent', title: 'Is not there', program: '/nowhere/program' },
  ],
}

function context(options: Parameters<typeof testActionContext>[0] = {}) {
  return testActionContext({ connectors: { command: connector }, ...options })
}

const step = (command: string, more: object = {}) => action.settings.parse({ command, ...more })

it('runs the declared program, and its effect is read back by the declared look', async () => {
  const held = context()
  const asked = step('append', { values: { word: 'hello' } })
  expect((await action.preflight(asked, held)).every(({ outcome }) => outcome === 'passed')).toBe(true)
  expect(await action.execute(asked, held)).toMatchObject({ changed: true })
  expect(readFileSync(file('lines'), 'utf8')).toBe('hello\n')
  expect((await action.verify(asked, held)).map(({ outcome }) => outcome)).toEqual(['passed', 'passed'])
  expect(held.acted()).toBe(1)
  writeFileSync(file('lines'), '')
  expect((await action.verify(asked, held)).map(({ outcome }) => outcome)).toEqual(['passed', 'failed'])
})

it('repeated after its end it is not run again; begun and cut off, it is left to a person', async () => {
  const held = context()
  const asked = step('append', { values: { word: 'once' } })
  writeFileSync(file('lines'), '')
  await action.execute(asked, held)
  expect((await action.execute(asked, context({ memory: held.memory }))).changed).toBe(false)
  expect(readFileSync(file('lines'), 'utf8')).toBe('once\n')
  for (const key of held.memory.keys()) held.memory.set(key, { state: 'begun' })
  await expect(action.execute(asked, held)).rejects.toMatchObject({ code: 'conflict' })
  expect(readFileSync(file('lines'), 'utf8')).toBe('once\n')
  expect((await action.execute(asked, held)).changed).toBe(true)
})

it('a value is one argument, whatever a shell would read in it', async () => {
  const asked = step('say', { values: { word: '$said' } })
  const result = await action.execute(asked, context({ parameters: { said: '$(touch evil); ls' } }))
  expect(result.evidence[0]?.value).toBe('0: $(touch evil); ls')
})

it.each([
  ['a value that does not match as a whole', step('say', { values: { word: 'ok\n9' } })],
  ['a value that begins with a dash', step('say', { values: { word: '-n' } })],
  ['a missing value', step('say')],
  ['a value that is not declared', step('fail', { values: { word: 'ok' } })],
  ['a command that is not declared', step('reboot')],
  ['a destructive command of a step that does not say so', step('wipe')],
  ['a parameter that the run does not have', step('say', { values: { word: '$nothing' } })],
])('refuses %s before anything runs', async (_what, asked) => {
  const held = context()
  expect(await action.preflight(asked, held)).toMatchObject([{ key: 'declared', outcome: 'failed' }])
  await expect(action.execute(asked, held)).rejects.toMatchObject({ code: 'bad-input' })
  expect(held.acted()).toBe(0)
})

it('a step that destroys is known by its settings, and one that does not fit is taken for the worst', () => {
  const { destroysWith } = registerAction(action)
  expect(destroysWith?.({ command: 'wipe', destructive: true })).toBe(true)
  expect(destroysWith?.({ command: 'say' })).toBe(false)
  expect(destroysWith?.({ comand: 'say' })).toBe(true)
})

it('a bad exit code fails with what the program said', async () => {
  const held = context()
  await expect(action.execute(step('fail'), held)).rejects.toThrow('it ended with 3: broken')
  expect((await action.verify(step('fail'), held))[0]?.outcome).toBe('failed')
})

it('keeps only so much of the output as is declared', async () => {
  const result = await action.execute(step('talk'), context())
  expect(result.evidence[0]?.value).toBe('0: y\ny\ny\ny\ny\n… and 99990 bytes more')
})

it('at its deadline it is killed with all that it started', async () => {
  await expect(action.execute(step('hang'), context())).rejects.toThrow('did not end in time')
  const child = Number(readFileSync(file('child'), 'utf8'))
  await expect.poll(() => isRunning(child)).toBe(false)
})

it('inherits nothing, and its secrets stay out of the output', async () => {
  const held = { ...context(), secret: async () => 'very-secret' }
  const result = await action.execute(step('environment'), held)
  expect(result.evidence[0]?.value).toBe('0: TOKEN=•••')
})

it('without a declared look the effect is only a warning; a program that is not there fails beforehand', async () => {
  const held = context()
  const asked = step('wipe', { destructive: true })
  await action.execute(asked, held)
  expect((await action.verify(asked, held)).map(({ outcome }) => outcome)).toEqual(['passed', 'warning'])
  expect((await action.preflight(step('absent'), held)).at(-1)?.outcome).toBe('failed')
  await expect(action.execute(step('absent'), held)).rejects.toThrow('cannot be started')
})

it('a pattern that is no regular expression is refused in the connector', () => {
  const broken = { ...connector.commands[1], parameters: { word: { pattern: '(' } } }
  expect(commandConnector.settings.safeParse({ commands: [broken] }).success).toBe(false)
})

/** A killed process may wait for its parent to notice; then it runs no more. */
function isRunning(pid: number): boolean {
  const status = `/proc/${pid}/stat`
  return existsSync(status) && !/\) [ZX] /.test(readFileSync(status, 'utf8'))
}
