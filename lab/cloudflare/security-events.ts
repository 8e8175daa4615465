/** What the edge turned away, counted for the metrics as the exporter for the real one does. */
export class SecurityEvents {
  readonly #counts = new Map<string, number>()

  count(action: string, rule: string): void {
    const labels = `action="${action}",rule="${rule}"`
    this.#counts.set(labels, (this.#counts.get(labels) ?? 0) + 1)
  }

  toMetrics(zone: string): string {
    const name = 'cloudflare_zone_firewall_events_count'
    const lines = [...this.#counts].map(([labels, count]) => `${name}{zone="${zone}",${labels}} ${count}`)
    return [`# TYPE ${name} counter`, ...lines, ''].join('\n')
  }
}
