import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Lab } from '@/lab/lab'
import type { ManagedService } from '@/lab/supervisor/managed-service'
import { writeOwnedFile } from '@/lab/tls/owned-file'

/** Below a node's folder: what somebody on its host asks of init, and what init answers. */
const REQUEST = 'init-request'
const ANSWER = 'init-answer'

/** Shell lines that ask init for a word and print its answer: `started`, or why not. */
export function askInitScript(folder: string, word: string): string {
  return `rm -f '${folder}/${ANSWER}'
    echo ${word} > '${folder}/${REQUEST}.draft' && mv '${folder}/${REQUEST}.draft' '${folder}/${REQUEST}'
    tries=0
    while [ ! -f '${folder}/${ANSWER}' ] && [ $tries -lt 150 ]; do sleep 0.1; tries=$((tries + 1)); done
    cat '${folder}/${ANSWER}'
    grep -q '^started' '${folder}/${ANSWER}' || exit 1`
}

/** A host's init is the supervisor: what an operator starts there is watched and ended like all else. */
export function answerHostRequest(lab: Lab, managed: ManagedService): void {
  if (!managed.service.commandFor) return
  const folder = lab.folderOf(managed.service.node)
  const path = join(folder, REQUEST)
  if (!existsSync(path)) return
  const word = readFileSync(path, 'utf8').trim()
  rmSync(path, { force: true })
  managed
    .startAs(word)
    .then(
      () => 'started',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    .then((answer) => writeOwnedFile(join(folder, ANSWER), `${answer}\n`))
    .catch((error: unknown) => lab.log(`${managed.service.node}: init could not answer: ${String(error)}`))
}
