import { readFile, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import { untilAnswers } from '@/lab/answers'
import { ADDRESS } from '@/lab/estate'
import type { FaultContext } from '@/lab/faults/lab-fault'

const NODE = 'nginx-1'
/** A worker of before may take one connection more while it ends, so one right answer proves nothing. */
const TIMES_IN_A_ROW = 10

export interface NginxFault {
  readonly name: string
  readonly changes: readonly { readonly from: RegExp; readonly to: string }[]
  /** Whether the answer to one request shows the fault. */
  isShown(context: FaultContext, signal: AbortSignal): Promise<boolean>
}

/** Changes lines of nginx-1's configuration; returns once every new connection shows it. */
export async function breakNginx(context: FaultContext, fault: NginxFault): Promise<void> {
  const path = configurationOf(context)
  let text = await readFile(path, 'utf8')
  for (const { from, to } of fault.changes) {
    if (!from.test(text)) throw new Error(`${NODE} has no setting ${from.source}`)
    text = text.replace(from, (was) => `${to}${keptMark(fault)}${was}\n`)
  }
  await writeFile(path, text)
  await reload(context, fault, true)
}

/** Gives nginx-1 the settings of before back, unless a restart has done so; those of another fault stay. */
export async function healNginx(context: FaultContext, fault: NginxFault): Promise<void> {
  const path = configurationOf(context)
  let text = await readFile(path, 'utf8')
  for (const { to } of fault.changes) {
    const [before, rest] = splitAt(text, `${to}${keptMark(fault)}`)
    if (rest === undefined) continue
    const [was, after = ''] = splitAt(rest, '\n')
    text = `${before}${was}${after}`
  }
  await writeFile(path, text)
  await reload(context, fault, false)
}

/** What a fault took out stands in a comment behind what it put in its place. */
function keptMark({ name }: NginxFault): string {
  return `\n#${name}: `
}

function splitAt(text: string, mark: string): readonly [string, string?] {
  const at = text.indexOf(mark)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)]
}

async function reload(context: FaultContext, fault: NginxFault, isWanted: boolean): Promise<void> {
  const pid = context.processes.pidOf(NODE)
  if (pid === undefined) return
  process.kill(pid, 'SIGHUP')
  await untilAnswers(async (attempt) => {
    for (let times = 0; times < TIMES_IN_A_ROW; times += 1) {
      if ((await fault.isShown(context, attempt)) !== isWanted) throw new Error('it still serves as before')
    }
  }, context.signal)
}

function configurationOf({ lab }: FaultContext): string {
  return join(lab.folderOf(NODE), 'nginx.conf')
}

/** The headers of one answer; rejects when there is none, also for want of a common protocol. */
export function headersOfNginx(
  { lab }: FaultContext,
  signal: AbortSignal,
  version?: 'TLSv1',
): Promise<Readonly<Record<string, unknown>>> {
  const old = version && {
    secureContext: createSecureContext({
      minVersion: version,
      maxVersion: version,
      ciphers: 'ALL:@SECLEVEL=0',
    }),
  }
  return new Promise((resolve, reject) => {
    request(
      {
        host: ADDRESS[NODE],
        port: lab.port(443),
        servername: 'askproai.de',
        // What it serves is what is asked for here, so nothing is verified.
        rejectUnauthorized: false,
        agent: false,
        signal,
        ...old,
      },
      (response) => {
        response.resume()
        resolve(response.headers)
      },
    )
      .once('error', reject)
      .end()
  })
}
