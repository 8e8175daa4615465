/** Ports that an edge carries for a proxied name; developers.cloudflare.com, fundamentals/reference/network-ports, read 2026-11-23. */
export const cloudflarePorts: ReadonlySet<number> = new Set([
  80, 8080, 8880, 2052, 2082, 2086, 2095, 443, 2053, 2083, 2087, 2096, 8443,
])

/** Ports by which machines are administered. */
export const adminPorts: ReadonlyMap<number, string> = new Map([
  [22, 'SSH'],
  [23, 'Telnet'],
  [3389, 'RDP'],
  [5900, 'VNC'],
  [5985, 'WinRM'],
  [10000, 'Webmin'],
])

/** Databases, caches, metrics and application servers: never for the Internet. */
export const dataPorts: ReadonlyMap<number, string> = new Map([
  [1433, 'SQL Server'],
  [2375, 'Docker API'],
  [3306, 'MariaDB or MySQL'],
  [5432, 'PostgreSQL'],
  [6379, 'Redis'],
  [9000, 'PHP-FPM'],
  [9090, 'Prometheus'],
  [9093, 'Alertmanager'],
  [9100, 'Node Exporter'],
  [9200, 'ElasticSearch'],
  [11211, 'memcached'],
  [27017, 'MongoDB'],
])

/** Protocols that say everything in clear. */
export const clearTextPorts: ReadonlyMap<number, string> = new Map([
  [21, 'FTP'],
  [23, 'Telnet'],
  [69, 'TFTP'],
  [80, 'HTTP'],
  [110, 'POP3'],
  [143, 'IMAP'],
  [161, 'SNMP'],
  [389, 'LDAP'],
  [512, 'rexec'],
  [514, 'rsh'],
  [873, 'rsync'],
  [6379, 'Redis'],
  [11211, 'memcached'],
])

/** Ports of ufw's application profiles, as Debian packages install them in /etc/ufw/applications.d. */
export const ufwProfiles: ReadonlyMap<string, readonly number[]> = new Map([
  ['OpenSSH', [22]],
  ['Nginx Full', [80, 443]],
  ['Nginx HTTP', [80]],
  ['Nginx HTTPS', [443]],
  ['Nginx QUIC', [443]],
  ['Apache Full', [80, 443]],
  ['Apache', [80]],
  ['Apache Secure', [443]],
  ['WWW Full', [80, 443]],
  ['WWW', [80]],
  ['WWW Secure', [443]],
  ['Postfix', [25]],
  ['Postfix SMTPS', [465]],
  ['Postfix Submission', [587]],
  ['Samba', [137, 138, 139, 445]],
  ['Bind9', [53]],
])
