import { spawn } from 'node:child_process'
import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { within } from '../deadline'

const HIDDEN = '•••'

export interface Program {
  readonly program: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Values of the environment that no output may repeat. */
  readonly secretValues: readonly string[]
  readonly timeoutMs: number
  readonly maxOutputBytes: number
}

export interface ProgramAnswer {
  readonly code: number
  /** Both outputs as they came, capped, without the secrets. */
  readonly output: string
}

/**
 * Runs a program by its argument list: no shell, no input, nothing inherited. At the deadline it is killed with all
 * that it started. Throws `unavailable` when it cannot be started or does not end in time.
 */
export function runProgram(
  asked: Program,
  { signal }: Pick<ActionContext, 'signal'>,
): Promise<ProgramAnswer> {
  const { program, args, environment, timeoutMs } = asked
  const deadline = within(signal, timeoutMs)
  return new Promise((resolve, reject) => {
    const failure = (why: string, cause?: unknown) =>
      new AppError('unavailable', `${program} ${why}`, { cause })
    if (deadline.aborted) return reject(failure('was not started: the deadline has passed'))
    const child = spawn(program, [...args], {
      shell: false,
      cwd: '/',
      env: exactly(environment),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    const capped = new CappedText(asked.maxOutputBytes)
    const give = (settle: () => void) => {
      deadline.removeEventListener('abort', onLate)
      settle()
    }
    const onLate = () => {
      if (child.pid !== undefined) killGroup(child.pid)
      child.stdout.destroy()
      child.stderr.destroy()
      give(() => reject(failure('did not end in time and was killed')))
    }
    deadline.addEventListener('abort', onLate, { once: true })
    child.stdout.on('data', (part: Buffer) => capped.add(part))
    child.stderr.on('data', (part: Buffer) => capped.add(part))
    child.once('error', (cause) => give(() => reject(failure('cannot be started', cause))))
    child.once('close', (code, killedBy) =>
      give(() => {
        if (code === null) return reject(failure(`was ended by ${killedBy}`))
        resolve({ code, output: withoutSecrets(capped.text(), asked.secretValues) })
      }),
    )
  })
}

/** Keeps the first bytes and counts the others, so that a program that never stops talking costs nothing. */
class CappedText {
  #parts: Buffer[] = []
  #kept = 0
  #dropped = 0

  constructor(private readonly maxBytes: number) {}

  add(part: Buffer): void {
    const kept = part.subarray(0, this.maxBytes - this.#kept)
    if (kept.length > 0) this.#parts.push(kept)
    this.#kept += kept.length
    this.#dropped += part.length - kept.length
  }

  text(): string {
    const text = Buffer.concat(this.#parts).toString('utf8').trimEnd()
    return this.#dropped === 0 ? text : `${text}\n… and ${this.#dropped} bytes more`
  }
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.filter((each) => each !== '').reduce((left, secret) => left.replaceAll(secret, HIDDEN), text)
}

/** The type of an environment here demands NODE_ENV; a program gets what is declared and nothing else. */
function exactly(environment: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...environment } as Record<string, string> as NodeJS.ProcessEnv
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    // It had ended already.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
