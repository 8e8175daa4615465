import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { slugSchema } from '@/lib/core/inventory/slug'
import { type ActionContext, defineAction, type PreflightCheck } from '@/lib/core/runbooks/action-definition'
import { type ProgramAnswer, runProgram } from '@/lib/server/connectors/command/run-program'
import { commandConnector, type DeclaredCommand } from '@/lib/server/connectors/command.connector'
import { fillIn, type Values } from '@/lib/server/connectors/declared-values'
import { checkDeclared, declaredDeedFields, findDeclared } from './declared-deed'
import { deedKey, onceOnly, wordsOfDone } from './once-only'

const settings = z.strictObject({
  connector: slugSchema.default('command'),
  command: slugSchema,
  ...declaredDeedFields,
})
export type CommandStep = z.infer<typeof settings>

interface Opened {
  readonly found: DeclaredCommand
  readonly values: Values
}

/** Runs a program that an admin declared, by its argument list and without a shell. */
export const commandAction = defineAction<CommandStep>({
  kind: 'command',
  title: 'Declared command on the worker',
  settings,
  isDestructive: false,
  destroysWith: ({ destructive }) => destructive,

  async describe(asked, context) {
    const { found, values } = await open(asked, context)
    return {
      summary: `Runs on the worker: ${found.title}`,
      commands: [JSON.stringify([found.program, ...argumentsOf(found.args, values)])],
      facts: [
        { label: 'Ends within', value: `${found.timeoutSeconds} s, else it is killed` },
        { label: 'Good exit codes', value: found.successExitCodes.join(', ') },
        { label: 'Read back by', value: found.verify ? found.verify.program : 'nothing declared' },
      ],
    }
  },

  async preflight(asked, context) {
    const declared = await checkDeclared(() => open(asked, context))
    if (declared.outcome !== 'passed') return [declared]
    const { found } = await open(asked, context)
    const programs = [found.program, ...(found.verify ? [found.verify.program] : [])]
    return [declared, ...(await Promise.all([...new Set(programs)].map(checkProgram)))]
  },

  async execute(asked, context) {
    const opened = await open(asked, context)
    const { found } = opened
    const { changed, words } = await onceOnly(context, {
      key: deedKey('command', asked),
      isRepeatable: found.isRepeatable,
      async work() {
        const answer = await run(opened, found, context)
        if (found.successExitCodes.includes(answer.code)) return wordsOf(answer)
        throw new AppError('unavailable', `${found.title}: it ended with ${wordsOf(answer)}`)
      },
    })
    const summary = changed ? `${found.title}: it ran` : `${found.title}: it had run in this run already`
    return { changed, summary, evidence: [{ label: 'Exit code and output', value: words }] }
  },

  async verify(asked, context) {
    const opened = await open(asked, context)
    const words = await wordsOfDone(context, deedKey('command', asked))
    const ended: PreflightCheck = {
      key: 'ended',
      title: 'it ended as it should',
      outcome: words === undefined ? 'failed' : 'passed',
      reason: words === undefined ? 'it has not run to its end' : 'with a good exit code',
      evidence: words === undefined ? [] : [{ label: 'Exit code and output', value: words }],
    }
    return [ended, await readBack(opened, context)]
  },
})

async function open(asked: CommandStep, context: ActionContext): Promise<Opened> {
  const { commands } = await context.connector(asked.connector, commandConnector.settings)
  return findDeclared(commands, { ...asked, name: asked.command }, context)
}

function argumentsOf(args: readonly string[], values: Values): readonly string[] {
  return args.map((each) => fillIn(each, values))
}

async function run(
  { found, values }: Opened,
  { program, args }: { readonly program: string; readonly args: readonly string[] },
  context: ActionContext,
): Promise<ProgramAnswer> {
  const secrets = await Promise.all(
    Object.entries(found.secrets).map(async ([name, reference]) => [name, await context.secret(reference)]),
  )
  const environment: Readonly<Record<string, string>> = Object.fromEntries(secrets)
  return runProgram(
    {
      program,
      args: argumentsOf(args, values),
      environment: { ...found.environment, ...environment },
      secretValues: Object.values(environment),
      timeoutMs: found.timeoutSeconds * 1_000,
      maxOutputBytes: found.maxOutputBytes,
    },
    context,
  )
}

async function checkProgram(program: string): Promise<PreflightCheck> {
  const base = { key: `program-${program}`, title: `the worker may run ${program}`, evidence: [] }
  try {
    await access(program, constants.X_OK)
    return { ...base, outcome: 'passed', reason: 'it is there' }
  } catch {
    return { ...base, outcome: 'failed', reason: 'it is not there, or may not be run' }
  }
}

/** An exit code is what the program says of itself; only a second look says what has become of it. */
async function readBack(opened: Opened, context: ActionContext): Promise<PreflightCheck> {
  const base = { key: 'effect', title: 'its effect reads back', evidence: [] }
  const { verify } = opened.found
  if (!verify) {
    return { ...base, outcome: 'warning', reason: 'nothing is declared that could read the effect back' }
  }
  try {
    const answer = await run(opened, verify, context)
    const isGood = verify.successExitCodes.includes(answer.code)
    return {
      ...base,
      outcome: isGood ? 'passed' : 'failed',
      reason: isGood ? `${verify.program} confirms it` : `${verify.program} does not confirm it`,
      evidence: [{ label: 'Exit code and output', value: wordsOf(answer) }],
    }
  } catch (error) {
    const reason = error instanceof AppError ? error.message : 'it could not be looked at'
    return { ...base, outcome: 'unknown', reason }
  }
}

function wordsOf({ code, output }: ProgramAnswer): string {
  return output === '' ? `${code}` : `${code}: ${output}`
}
