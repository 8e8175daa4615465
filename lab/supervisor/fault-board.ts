import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { FaultContext, LabFault, LabProcesses } from '@/lab/faults/lab-fault'
import type { Lab } from '@/lab/lab'
import { readOptionalFile } from '@/lab/tls/owned-file'

const FAULT_DEADLINE_MS = 60_000

const inForceSchema = z.object({
  name: z.string(),
  node: z.string().optional(),
  options: z.record(z.string(), z.string()),
  since: z.string(),
})

export type FaultInForce = z.infer<typeof inForceSchema>

export interface FaultRequest {
  readonly name: string
  readonly node: string | undefined
  readonly options: Readonly<Record<string, string>>
}

/** Which faults are in force. Kept in a file too: one that outlives a supervisor is still healed. */
export class FaultBoard {
  private inForce: FaultInForce[] = []
  private readonly tasks = new Map<FaultInForce, AbortController>()

  constructor(
    private readonly lab: Lab,
    private readonly faults: readonly LabFault[],
    private readonly processes: LabProcesses,
  ) {}

  async load(): Promise<void> {
    const text = await readOptionalFile(this.path)
    this.inForce = text ? z.array(inForceSchema).parse(JSON.parse(text)) : []
  }

  list(): readonly FaultInForce[] {
    return this.inForce
  }

  /** Nodes that a fault befalls: its own, or the one it was told. */
  nodesOf(fault: FaultInForce): readonly string[] {
    const definition = this.find(fault.name)
    if (definition.nodes !== 'any') return definition.nodes
    return fault.node === undefined ? [] : [fault.node]
  }

  async inject(request: FaultRequest): Promise<void> {
    const definition = this.find(request.name)
    const { node } = request
    if (definition.nodes === 'any' && (node === undefined || !this.processes.nodes().includes(node))) {
      throw new Error(
        `fault ${request.name} needs one of the lab's nodes: ${this.processes.nodes().join(', ')}`,
      )
    }
    const fault: FaultInForce = {
      name: request.name,
      ...(node === undefined ? {} : { node }),
      options: { ...request.options },
      since: new Date().toISOString(),
    }
    this.inForce.push(fault)
    this.save()
    try {
      await definition.inject(this.contextOf(fault))
    } catch (error) {
      this.forget(fault)
      throw error
    }
  }

  /** Ends what a fault goes on doing by itself; its traces are healed later. */
  quieten(fault: FaultInForce): void {
    this.tasks.get(fault)?.abort()
    this.tasks.delete(fault)
  }

  async heal(fault: FaultInForce): Promise<void> {
    await this.find(fault.name).heal(this.contextOf(fault))
    this.forget(fault)
  }

  private contextOf(fault: FaultInForce): FaultContext {
    return {
      lab: this.lab,
      processes: this.processes,
      node: fault.node,
      options: fault.options,
      signal: AbortSignal.timeout(FAULT_DEADLINE_MS),
      background: (task) => this.runOn(fault, task),
    }
  }

  private runOn(fault: FaultInForce, task: (signal: AbortSignal) => Promise<void>): void {
    const controller = this.tasks.get(fault) ?? new AbortController()
    this.tasks.set(fault, controller)
    task(controller.signal).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      if (!controller.signal.aborted) this.lab.log(`fault ${fault.name}: ${reason}`)
    })
  }

  private forget(fault: FaultInForce): void {
    this.quieten(fault)
    this.inForce = this.inForce.filter((each) => each !== fault)
    this.save()
  }

  private find(name: string): LabFault {
    const fault = this.faults.find((each) => each.name === name)
    if (fault) return fault
    throw new Error(`no fault ${name}; there are: ${this.faults.map((each) => each.name).join(', ')}`)
  }

  private save(): void {
    writeFileSync(this.path, `${JSON.stringify(this.inForce, null, 2)}\n`, { mode: 0o600 })
  }

  private get path(): string {
    return join(this.lab.folder, 'faults.json')
  }
}
