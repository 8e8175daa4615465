import type { NotShownPorts } from '@/lib/core/imports/import-reading'
import type { FactOf } from '@/lib/core/observed/fact'
import type { LineNotes } from '../line-notes'
import type { XmlElement } from '../xml/read-xml'
import { notShownPorts, portStateOf } from './not-shown'

/** What nmap says beside the state of ports; the file that is kept holds it. */
const besides: Readonly<Record<string, string>> = {
  scaninfo: 'what was scanned',
  verbose: 'how much nmap told',
  debugging: 'how much nmap told',
  taskbegin: 'progress',
  taskprogress: 'progress',
  taskend: 'progress',
  target: 'a target as it was asked for',
  hosthint: 'a host that answered',
  prescript: 'scripts of the scan',
  postscript: 'scripts of the scan',
  output: 'what nmap printed',
  runstats: 'how the scan went',
  hostnames: 'the names of the host',
  hostname: 'a name of the host',
  hostscript: 'scripts of the host',
  smurf: 'answers to broadcasts',
  os: 'the operating system, guessed',
  uptime: 'how long the host has been up, guessed',
  distance: 'how far the host is',
  tcpsequence: 'how TCP numbers are chosen',
  ipidsequence: 'how IP numbers are chosen',
  tcptssequence: 'how TCP time stamps are chosen',
  trace: 'the way to the host',
  times: 'how long answers took',
  status: 'whether the host is up',
  address: 'an address of the host',
  ports: 'its ports',
}

/** Takes the elements of an nmap report, and says of each line what it means. */
export class NmapReader {
  readonly facts: FactOf<'port'>[] = []
  readonly notShown: NotShownPorts[] = []

  constructor(
    private readonly notes: LineNotes,
    private readonly lines: readonly string[],
  ) {}

  takeRun(run: XmlElement): void {
    const { version = '', startstr = '' } = run.attributes
    this.note(run, `a scan by nmap ${version}, begun ${startstr}`)
    for (const element of run.children) {
      if (element.name === 'host') this.takeHost(element)
      else if (element.name === 'target') this.takeTarget(element)
      else this.takeBeside(element)
    }
    this.takeEnd(run)
  }

  private takeTarget(target: XmlElement): void {
    const { specification = '', status, reason = '' } = target.attributes
    if (status !== 'skipped') return this.takeBeside(target)
    const words = `nmap skipped the target ${specification.slice(0, 60)} (${reason.slice(0, 40)}): nothing is known of it`
    this.refuse(target, words, 'Scan it by itself; an IPv6 address needs -6.')
  }

  /** A scan that was cut off says what it saw until then, and nothing of what it did not reach. */
  private takeEnd(run: XmlElement): void {
    const stats = run.children.find(({ name }) => name === 'runstats')
    const finished = stats?.children.find(({ name }) => name === 'finished')
    if (stats === undefined || finished === undefined) {
      const reason = 'the scan does not say that it came to its end: hosts and ports may be missing'
      this.refuse(stats ?? run, reason, 'Scan again, and let nmap end by itself.')
      return
    }
    const { exit = 'success', errormsg = '' } = finished.attributes
    if (exit === 'success') return
    const because = errormsg === '' ? '' : ` (${errormsg.slice(0, 100)})`
    const reason = `the scan ended with ${exit.slice(0, 20)}${because}: hosts and ports may be missing`
    this.refuse(finished, reason, 'Remedy what nmap complains of, and scan again.')
  }

  private takeHost(host: XmlElement): void {
    const [scanned, ...others] = host.children.filter(
      ({ name, attributes }) => name === 'address' && attributes.addrtype !== 'mac',
    )
    const address = scanned?.attributes.addr
    if (address === undefined) {
      this.refuse(host, 'this host has no IP address', 'Import the output of nmap as it was.')
      return
    }
    const status = host.children.find(({ name }) => name === 'status')?.attributes
    const isUp = status?.state !== 'down'
    if (host.attributes.timedout === 'true') {
      const reason = `nmap gave ${address} up: its ports that are not here are not known`
      this.refuse(host, reason, 'Scan it with a longer --host-timeout.')
    } else {
      const isScanned = isUp && host.children.some(({ name }) => name === 'ports')
      const words = isUp ? 'was not scanned' : 'does not answer'
      this.note(host, `the host ${address}${isScanned ? '' : ` ${words}: nothing is known of its ports`}`)
    }
    for (const element of host.children) {
      if (element.name === 'ports') this.takePorts(element, address)
      else if (others.includes(element)) this.refuseAddress(element, address)
      else this.takeBeside(element)
    }
  }

  /** nmap itself makes a host of each address that it scans: a second one was written by something else. */
  private refuseAddress(element: XmlElement, scanned: string): void {
    const { addr = '' } = element.attributes
    const reason = `${addr} is another address of this host: the ports are those of ${scanned}, and of ${addr} none is known`
    this.refuse(element, reason, 'Scan each address by itself; --resolve-all takes all that a name has.')
  }

  private takePorts(ports: XmlElement, address: string): void {
    for (const element of ports.children) {
      if (element.name === 'port') this.takePort(element, address)
      else if (element.name === 'extraports') this.takeExtraPorts(element, address)
      else this.takeBeside(element)
    }
  }

  private takePort(element: XmlElement, address: string): void {
    const { protocol, portid = '' } = element.attributes
    const state = element.children.find(({ name }) => name === 'state')?.attributes
    const port = Number(portid)
    const place = `${address} port ${portid}/${protocol}`
    if (protocol !== 'tcp' && protocol !== 'udp') {
      this.note(element, `${place}: kept with the file, ports are of TCP or UDP`)
      return
    }
    const known = portStateOf(state?.state)
    if (known === undefined || !/^\d{1,5}$/.test(portid) || port > 65_535) {
      const reason = `nmap says ${state?.state ?? 'nothing'} of ${place}, which is neither open nor closed nor filtered`
      this.refuse(element, reason, 'Scan it with -sS or -sT.')
      return
    }
    const service = serviceWords(element.children.find(({ name }) => name === 'service'))
    const reason = state?.reason ?? null
    this.facts.push({
      kind: 'port',
      node: null,
      address,
      port,
      transport: protocol,
      state: known,
      service,
      reason,
    })
    this.note(
      element,
      [`${place} is ${known}`, service, reason ? `(${reason})` : null].filter(Boolean).join(' '),
    )
    for (const script of element.children) if (script.name === 'script') this.takeScript(script)
  }

  private takeExtraPorts(element: XmlElement, address: string): void {
    const { state = '', count = '' } = element.attributes
    const reasons = element.children.filter(({ name }) => name === 'extrareasons')
    const found = notShownPorts(element, address, reasons)
    if (found.length > 0 || count === '0') {
      this.notShown.push(...found)
      this.note(element, `${count} more ports of ${address} are ${state}`)
      return
    }
    const reason = `${count} more ports of ${address} are ${state}, and the file does not say which`
    this.refuse(element, reason, 'Scan with nmap 7.92 or later, which lists them.')
  }

  private takeScript({ line, attributes }: XmlElement): void {
    const { id = '', output = '' } = attributes
    this.notes.take(line, this.textOf(line), `script ${id}: ${output.trim().slice(0, 160)}`)
  }

  private takeBeside(element: XmlElement): void {
    const words = besides[element.name]
    if (words === undefined) {
      const reason = `nmap's element ${element.name.slice(0, 40)} is not known here`
      this.refuse(element, reason, 'It is kept with the file, and nothing is made of it.')
      return
    }
    const scripts = element.children.filter(({ name }) => name === 'script')
    this.note(element, words)
    for (const script of scripts) this.takeScript(script)
    if (element.name === 'hostnames') for (const name of element.children) this.takeBeside(name)
  }

  private note(element: XmlElement, as: string): void {
    this.notes.take(element.line, this.textOf(element.line), as)
  }

  private refuse(element: XmlElement, reason: string, remedy: string): void {
    this.notes.refuse(element.line, this.textOf(element.line), { reason, remedy })
  }

  private textOf(line: number): string {
    return this.lines[line - 1] ?? ''
  }
}

/** What was recognised by asking. A name that nmap takes from its table of port numbers is no observation. */
function serviceWords(service: XmlElement | undefined): string | null {
  if (service === undefined || service.attributes.method !== 'probed') return null
  const { name, tunnel, product, version, extrainfo } = service.attributes
  const words = [
    tunnel ? `${tunnel}/${name}` : name,
    product,
    version,
    extrainfo ? `(${extrainfo})` : undefined,
  ]
  return words.filter(Boolean).join(' ')
}
