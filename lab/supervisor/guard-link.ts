import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Lab } from '@/lab/lab'
import type { GuardMessage } from '@/lab/supervisor/guard'
import type { ProcessIdentity } from '@/lab/supervisor/process-group'

/** Keeps a guard alive that outlives this process just long enough to end what it leaves behind. */
export class GuardLink {
  private readonly groups = new Map<number, ProcessIdentity>()
  private guard: ChildProcess
  private isClosing = false

  constructor(private readonly lab: Lab) {
    this.guard = this.spawnGuard()
  }

  add(identity: ProcessIdentity): void {
    this.groups.set(identity.pid, identity)
    this.tell({ add: identity })
  }

  remove(pid: number): void {
    this.groups.delete(pid)
    this.tell({ remove: pid })
  }

  /** To be called when nothing is left to guard. */
  close(): void {
    this.isClosing = true
    this.guard.stdin?.end()
  }

  private spawnGuard(): ChildProcess {
    const script = join(this.lab.projectFolder, 'lab', 'supervisor', 'guard.ts')
    const guard = spawn(process.execPath, ['--import', 'tsx', script], {
      cwd: this.lab.projectFolder,
      detached: true,
      stdio: ['pipe', 'inherit', 'inherit'],
    })
    guard.unref()
    guard.stdin.on('error', (error) => this.lab.log(`guard: ${error.message}`))
    guard.once('exit', () => this.replaceGuard())
    return guard
  }

  private replaceGuard(): void {
    if (this.isClosing) return
    this.lab.log('guard: it ended; another takes over')
    this.guard = this.spawnGuard()
    for (const identity of this.groups.values()) this.tell({ add: identity })
  }

  private tell(message: GuardMessage): void {
    if (this.guard.stdin?.writable) this.guard.stdin.write(`${JSON.stringify(message)}\n`)
  }
}
