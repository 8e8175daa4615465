import { join } from 'node:path'
import type { LabFault, LabProcesses } from '@/lab/faults/lab-fault'
import type { Lab } from '@/lab/lab'
import { firstOpenPort, portShift } from '@/lab/port-shift'
import type { LabEnsemble, LabService } from '@/lab/service'
import { FaultBoard, type FaultInForce, type FaultRequest } from '@/lab/supervisor/fault-board'
import { GuardLink } from '@/lab/supervisor/guard-link'
import { answerHostRequest } from '@/lab/supervisor/host-init'
import { ManagedService } from '@/lab/supervisor/managed-service'
import { Muster } from '@/lab/supervisor/muster'
import { startInOrder } from '@/lab/supervisor/start-order'
import { type LabState, writeLabState } from '@/lab/supervisor/state-file'
import { writePrivateFile } from '@/lab/tls/owned-file'

const LOOK_EVERY_MS = 200
const SETTLE_WITHIN_MS = 30_000
/** One server may have to be copied from another, and a second one then from that. */
const ENSEMBLE_WITHIN_MS = 90_000

/** Where a command's progress goes, a line at a time. */
export type Report = (line: string) => void

export interface NodeStatus {
  readonly node: string
  readonly state: ManagedService['state']
  readonly reason: string
  readonly pid: number | undefined
  readonly address: string
  readonly ports: readonly number[]
  readonly faults: readonly string[]
}

/** Runs the whole lab: starts, watches, breaks and heals. Restarts nothing by itself. */
export class Supervisor {
  private readonly guard: GuardLink
  private readonly managed: ReadonlyMap<string, ManagedService>
  private readonly board: FaultBoard
  private readonly watch: NodeJS.Timeout
  /** Nodes that stood still, until their ensemble has taken note. */
  private readonly woken = new Set<string>()
  private lastState = ''

  constructor(
    private readonly lab: Lab,
    private readonly services: readonly LabService[],
    faults: readonly LabFault[],
  ) {
    this.guard = new GuardLink(lab)
    const manage = (service: LabService) =>
      new ManagedService(service, lab, this.guard, () => this.writeState())
    this.managed = new Map(services.map((service) => [service.node, manage(service)]))
    this.board = new FaultBoard(lab, faults, this.processes())
    this.watch = setInterval(() => {
      for (const each of this.managed.values()) {
        each.look()
        answerHostRequest(this.lab, each)
      }
    }, LOOK_EVERY_MS)
  }

  /** Starts what does not run. What outlived an earlier supervisor's faults is healed first. */
  async up(report: Report): Promise<void> {
    const ports = this.services.flatMap((service) => service.ports)
    const overlay = { portShift: portShift(ports, firstOpenPort(this.lab.isRoot)) }
    await writePrivateFile(join(this.lab.folder, 'overlay.json'), `${JSON.stringify(overlay, null, 2)}\n`)
    await this.board.load()
    const leftOver = this.board.list()
    const failed = await this.startDead([...this.managed.keys()], report)
    for (const fault of leftOver) await this.healOne(fault, report)
    await this.settleEnsembles(
      leftOver.flatMap((fault) => this.board.nodesOf(fault)),
      report,
    )
    if (failed.length > 0) throw new Error(`not in order: ${failed.join(', ')}`)
    this.assertAllRun()
  }

  async inject(request: FaultRequest): Promise<void> {
    await this.board.inject(request)
  }

  /**
   * Undoes every fault, or those of one name or node; continues and restarts what stopped, died or failed to start.
   * One that cannot be brought back keeps nothing else from being healed; then it is named, and why.
   */
  async heal(only: string | undefined, report: Report): Promise<void> {
    const faults = this.board.list().filter((fault) => isMeant(only, fault, this.board.nodesOf(fault)))
    const nodes = this.nodesToHeal(only, faults)
    for (const fault of faults) this.board.quieten(fault)
    for (const node of nodes) this.wake(node)
    // What failed beside neighbours that were still dead is started once more when those run.
    if ((await this.startDead(nodes, report)).length > 0) await this.startDead(nodes, report)
    const troubles: string[] = []
    const attempt = async (work: Promise<void>, what: string) => {
      await work.catch((error: unknown) => void troubles.push(`${what}${messageOf(error)}`))
    }
    for (const fault of faults) await attempt(this.healOne(fault, report), `${fault.name} is not healed: `)
    await attempt(this.settle(nodes, report), '')
    this.assertAllRun(nodes, troubles)
  }

  status(): NodeStatus[] {
    return this.services.map(({ node, address, ports }) => {
      const { state, reason, process } = this.get(node)
      const faults = this.board.list().filter((fault) => this.board.nodesOf(fault).includes(node))
      return {
        node,
        state,
        reason,
        pid: process?.pid,
        address,
        ports: ports.map(this.lab.port),
        faults: faults.map((fault) => fault.name),
      }
    })
  }

  async down(): Promise<void> {
    clearInterval(this.watch)
    for (const fault of this.board.list()) this.board.quieten(fault)
    await Promise.all([...this.managed.values()].map((each) => each.stop()))
    this.guard.close()
  }

  private nodesToHeal(only: string | undefined, faults: readonly FaultInForce[]): readonly string[] {
    if (only === undefined) return [...this.managed.keys()]
    const named = this.managed.has(only) ? [only] : []
    const befallen = [...named, ...faults.flatMap((fault) => this.board.nodesOf(fault))]
    const nodes = [...new Set(befallen.flatMap((node) => [node, ...this.companionsOf(node)]))]
    if (nodes.length === 0 && faults.length === 0)
      throw new Error(`${only} is neither a node nor a fault in force`)
    return nodes.filter((node) => this.managed.has(node))
  }

  /** Resolves with the nodes that could be started but are not in order. */
  private async startDead(nodes: readonly string[], report: Report): Promise<readonly string[]> {
    const failed: string[] = []
    const startOne = async (each: ManagedService) => {
      const { node } = each.service
      const begunAt = performance.now()
      try {
        await each.start()
        const seconds = ((performance.now() - begunAt) / 1_000).toFixed(1)
        report(`  ${node} on ${this.whereOf(each)} is ready after ${seconds} s`)
      } catch (error) {
        report(`  ${node}: ${each.state}: ${messageOf(error)}`)
        if (each.state !== 'unavailable') failed.push(node)
        throw error
      }
    }
    const dead = nodes.map((node) => this.get(node)).filter((each) => !each.process)
    const muster = new Muster(dead, async (members) => {
      failed.push(...(await this.settleEnsembles(members, report)))
    })
    const start = (each: ManagedService) => muster.attend(each.service.node, () => startOne(each))
    await startInOrder(dead.map((each) => ({ service: each.service, start: () => start(each) })))
    return failed
  }

  private wake(node: string): void {
    const each = this.get(node)
    if (each.state === 'stopped') this.woken.add(node)
    each.signal('SIGCONT')
  }

  private whereOf({ service }: ManagedService): string {
    const ports = service.ports.map(this.lab.port)
    return ports.length > 0 ? `${service.address}:${ports.join(',')}` : service.address
  }

  private async healOne(fault: FaultInForce, report: Report): Promise<void> {
    await this.board.heal(fault)
    report(`  healed ${fault.name}${fault.node ? ` on ${fault.node}` : ''}`)
  }

  /** A node can be in order only once its neighbours are, so it may take one more round. */
  private async settle(nodes: readonly string[], report: Report): Promise<void> {
    const disordered = await this.settleEnsembles(nodes, report)
    const signal = AbortSignal.timeout(SETTLE_WITHIN_MS)
    const outcomes = await Promise.allSettled(nodes.map((node) => this.get(node).settle(signal)))
    outcomes.forEach((outcome, index) => {
      if (outcome.status === 'rejected') report(`  ${nodes[index]}: not in order: ${outcome.reason}`)
    })
    const failed = disordered.length + outcomes.filter(({ status }) => status === 'rejected').length
    if (failed > 0) throw new Error(`${failed} nodes run but are not in order`)
  }

  /** Each ensemble that one of the nodes belongs to, one after another; gives the nodes that are not in order. */
  private async settleEnsembles(nodes: readonly string[], report: Report): Promise<readonly string[]> {
    const ensembles = new Set(nodes.flatMap((node) => this.get(node).service.ensemble ?? []))
    const disordered: string[] = []
    for (const ensemble of ensembles) disordered.push(...(await this.settleOne(ensemble, nodes, report)))
    return disordered
  }

  private async settleOne(ensemble: LabEnsemble, nodes: readonly string[], report: Report) {
    const members = this.services.filter((each) => each.ensemble === ensemble).map(({ node }) => node)
    const woken = members.filter((node) => this.woken.has(node))
    const news = { nodes: nodes.filter((node) => members.includes(node)), woken }
    const disorders = await ensemble
      .settle(this.lab, news, AbortSignal.timeout(ENSEMBLE_WITHIN_MS))
      .catch((error: unknown) => news.nodes.map((node) => ({ node, reason: String(error) })))
    for (const node of members) {
      this.get(node).place(disorders.find((each) => each.node === node)?.reason ?? '')
    }
    for (const { node, reason } of disorders) report(`  ${node}: not in order: ${reason}`)
    if (disorders.length === 0) for (const node of woken) this.woken.delete(node)
    return disorders.map(({ node }) => node)
  }

  /** Names every one that does not run, how it stands and why; and what else is not in order. */
  private assertAllRun(
    nodes: readonly string[] = [...this.managed.keys()],
    troubles: readonly string[] = [],
  ): void {
    const isBad = (node: string) => !['running', 'unavailable'].includes(this.get(node).state)
    const bad = nodes.filter((node) => isBad(node) && !this.waitsForUnavailable(node))
    const words = bad.map((node) => {
      const { state, reason } = this.get(node)
      return `${node} ${state}${reason ? ` (${reason})` : ''}`
    })
    const all = [...(words.length > 0 ? [`not running: ${words.join('; ')}`] : []), ...troubles]
    if (all.length > 0) throw new Error(all.join('\n'))
  }

  private waitsForUnavailable(node: string): boolean {
    const { service } = this.get(node)
    return (service.after ?? []).some((name) => this.managed.get(name)?.state === 'unavailable')
  }

  private get(node: string): ManagedService {
    const found = this.managed.get(node)
    if (!found) throw new Error(`the lab has no node ${node}`)
    return found
  }

  private processes(): LabProcesses {
    return {
      nodes: () => [...this.managed.keys()],
      addressOf: (node) => this.get(node).service.address,
      pidOf: (node) => this.get(node).process?.pid,
      signal: (node, signal) => this.get(node).signal(signal),
      standStill: (node) => this.get(node).standStill(),
      kill: (node) => this.get(node).kill(),
      killHost: async (node) => {
        await Promise.all([node, ...this.companionsOf(node)].map((each) => this.get(each).kill()))
      },
      stop: (node) => this.get(node).stop(),
      start: (node) => this.startOne(node),
    }
  }

  private async startOne(node: string): Promise<void> {
    const failed = await this.startDead([node], this.lab.log)
    if (failed.length > 0) throw new Error(`${node}: ${this.get(node).reason}`)
  }

  private companionsOf(node: string): readonly string[] {
    return this.services.filter(({ host }) => host === node).map((service) => service.node)
  }

  private writeState(): void {
    const running = [...this.managed.values()].flatMap(({ service, process }) => {
      if (!process) return []
      const port = service.ports[0] === undefined ? 0 : this.lab.port(service.ports[0])
      return [{ host: service.host, row: { node: service.node, address: service.address, port, ...process } }]
    })
    const processes = running.filter(({ host }) => host === undefined).map(({ row }) => row)
    const companions = running.filter(({ host }) => host !== undefined).map(({ row }) => row)
    const unavailable = [...this.managed.values()]
      .filter((each) => each.state === 'unavailable')
      .map((each) => ({ node: each.service.node, reason: each.reason }))
    const state: LabState = { processes, companions, unavailable }
    const text = JSON.stringify(state)
    if (text === this.lastState) return
    this.lastState = text
    writeLabState(this.lab.folder, state)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function isMeant(only: string | undefined, fault: FaultInForce, nodes: readonly string[]): boolean {
  return only === undefined || fault.name === only || nodes.includes(only)
}
