import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLab } from '@/lab/lab'

export interface OwnPhpFpm {
  /** Path of the Unix socket on which its pool listens; it answers `/ping` and `/status`. */
  readonly socket: string
  /** Lets it end by itself, and take its socket along. */
  end(): Promise<void>
  /** Ends it at once, and leaves nothing behind. */
  close(): Promise<void>
}

/** PHP-FPM of the lab's packages with one worker, on a Unix socket in a folder of its own. */
export async function startOwnPhpFpm(): Promise<OwnPhpFpm> {
  const folder = await mkdtemp(join(tmpdir(), 'fpm-'))
  const socket = join(folder, 'fpm.sock')
  const config = join(folder, 'fpm.conf')
  await writeFile(
    config,
    `[global]
error_log = /proc/self/fd/2
[www]
listen = ${socket}
pm = static
pm.max_children = 1
pm.status_path = /status
ping.path = /ping
`,
  )
  const { libraryEnv, binary } = openLab(() => undefined)
  const server = spawn(binary('php-fpm'), ['-n', '-F', '-R', '-y', config], {
    env: { ...process.env, ...libraryEnv },
    stdio: 'ignore',
    // Its workers outlive a master that is killed, so all of them are: they are a group of their own.
    detached: true,
  })
  const exited = once(server, 'exit')
  return {
    socket,
    async end() {
      server.kill('SIGQUIT')
      await exited
    },
    async close() {
      if (server.exitCode === null && server.pid !== undefined) process.kill(-server.pid, 'SIGKILL')
      await exited
      await rm(folder, { recursive: true })
    },
  }
}
