import type { LabEnsemble, LabService } from '@/lab/service'

/** Lets the members of an ensemble that are started together wait for one another, and settles them once. */
export class Muster {
  private readonly awaited = new Map<LabEnsemble, Set<string>>()
  private readonly settled = new Map<LabEnsemble, PromiseWithResolvers<void>>()
  private readonly ensembleOf: ReadonlyMap<string, LabEnsemble>

  constructor(
    started: readonly { readonly service: LabService }[],
    private readonly settle: (members: readonly string[]) => Promise<void>,
  ) {
    const members = started.flatMap(({ service }) =>
      service.ensemble ? [[service.node, service.ensemble] as const] : [],
    )
    this.ensembleOf = new Map(members)
    for (const [node, ensemble] of members) {
      this.awaited.set(ensemble, (this.awaited.get(ensemble) ?? new Set()).add(node))
      this.settled.set(ensemble, this.settled.get(ensemble) ?? Promise.withResolvers())
    }
  }

  /** Resolves once all members have started or failed to, and were settled. Rejects when this one failed. */
  async attend(node: string, start: () => Promise<void>): Promise<void> {
    const ensemble = this.ensembleOf.get(node)
    if (!ensemble) return start()
    const [outcome] = await Promise.allSettled([start()])
    const awaited = this.awaited.get(ensemble)
    awaited?.delete(node)
    const settled = this.settled.get(ensemble)
    if (awaited?.size === 0) settled?.resolve(this.settle([...this.membersOf(ensemble)]))
    await settled?.promise
    if (outcome?.status === 'rejected') throw outcome.reason
  }

  private membersOf(ensemble: LabEnsemble): readonly string[] {
    return [...this.ensembleOf].filter(([, each]) => each === ensemble).map(([node]) => node)
  }
}
