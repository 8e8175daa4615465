/** One small file of each kind that can be imported, as tools really write them. */
export const importSamples: Readonly<Record<string, string>> = {
  'nmap-xml': `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nmaprun>
<?xml-stylesheet href="file:///usr/share/nmap/nmap.xsl" type="text/xsl"?>
<!-- Nmap 7.93 scan initiated as: nmap -sV -oX - 192.0.2.1 -->
<nmaprun scanner="nmap" args="nmap -sV -oX - 192.0.2.1" start="1700000000" startstr="today" version="7.93" xmloutputversion="1.05">
<scaninfo type="connect" protocol="tcp" numservices="1000" services="1-1000"/>
<verbose level="0"/>
<host starttime="1700000000" endtime="1700000001"><status state="up" reason="echo-reply" reason_ttl="64"/>
<address addr="192.0.2.1" addrtype="ipv4"/>
<hostnames>
<hostname name="www.example.org" type="PTR"/>
</hostnames>
<ports><extraports state="closed" count="997">
<extrareasons reason="reset" count="997" proto="tcp" ports="1-21,23-79,81-442,444-1000"/>
</extraports>
<port protocol="tcp" portid="22"><state state="open" reason="syn-ack" reason_ttl="64"/><service name="ssh" product="OpenSSH" version="9.2p1" extrainfo="protocol 2.0" method="probed" conf="10"><cpe>cpe:/a:openbsd:openssh:9.2p1</cpe></service><script id="ssh-hostkey" output="&#xa;  256 aa:bb &quot;x&quot;"><table><elem key="bits">256</elem></table></script></port>
<port protocol="tcp" portid="80"><state state="filtered" reason="no-response" reason_ttl="0"/></port>
<port protocol="tcp" portid="443"><state state="closed" reason="reset" reason_ttl="64"/></port>
</ports>
<times srtt="100" rttvar="50" to="100000"/>
</host>
<runstats><finished time="1700000001" timestr="today" elapsed="1.00" exit="success"/><hosts up="1" down="0" total="1"/>
</runstats>
</nmaprun>
`,
  ss: `Netid State  Recv-Q Send-Q    Local Address:Port    Peer Address:Port Process
udp   UNCONN 0      0      127.0.0.53%lo:53         0.0.0.0:*    users:(("systemd-resolve",pid=600,fd=13))
tcp   LISTEN 0      128          0.0.0.0:22         0.0.0.0:*    users:(("sshd",pid=1,fd=3))
tcp   LISTEN 0      511                *:80               *:*    users:(("nginx",pid=7,fd=6),("nginx",pid=8,fd=6))
tcp   LISTEN 0      128             [::]:22            [::]:*    users:(("sshd",pid=1,fd=4))
`,
  ufw: `Status: active
Logging: on (low)
Default: deny (incoming), allow (outgoing), disabled (routed)
New profiles: skip

To                         Action      From
--                         ------      ----
22/tcp                     LIMIT IN    Anywhere
80,443/tcp (Nginx Full)    ALLOW IN    Anywhere                   # web
10.0.0.1 6379/tcp on eth1  ALLOW IN    10.0.0.5
22/tcp (v6)                LIMIT IN    Anywhere (v6)
tcp:
  22 * (sshd)
   [ 1] limit 22/tcp
`,
  'bind-zone': `$ORIGIN example.org.
$TTL 1h
@ IN SOA ns1 hostmaster ( 2024010101 ; serial
     2h 15m 1w 300 )
  NS ns1
ns1 A 192.0.2.1
www CNAME @
@ MX 10 mail.elsewhere.test.
@ TXT "v=spf1 -all" "a;b" c\\ d
@ CAA 0 issue "letsencrypt.org"
$GENERATE 1-3 host-$ A 192.0.2.$
`,
  'mermaid-flowchart': `graph TD
    subgraph "Data Zone"
        DB[(MariaDB)]
    end
    WEB[Web <br/> Server] -->|50%| DB
    DB -.->|Replication| R((Replica)) & Q{{Queue}}
    style DB fill:#fff3e0
`,
  'inventory-yaml': `version: 1
estate: { slug: small, name: Small, environment: test }
zones: [{ slug: dmz, name: DMZ, specifiedIn: [test] }]
regions: []
groups: []
nodes:
  - slug: web
    name: Web
    kind: web-server
    zone: dmz
    unobserved: nobody looks
    specifiedIn: [test]
links: []
views: []
`,
}

/** The other forms that the same tools write. */
export const furtherSamples: Readonly<Record<string, readonly string[]>> = {
  'nmap-xml': [
    `<?xml version="1.0" encoding="UTF-8"?>
<nmaprun scanner="nmap" start="1700000000" startstr="today" version="7.93"><host><status state="unknown" reason="user-set" reason_ttl="0"/>
<address addr="2001:db8::1" addrtype="ipv6"/>
<hostnames>
</hostnames>
</host>
<runstats><finished time="1700000001" exit="success"/><hosts up="0" down="1" total="1"/>
</runstats>
</nmaprun>
`,
  ],
  ufw: [
    `Status: active

     To                         Action      From
     --                         ------      ----
[ 1] 22/tcp                     LIMIT IN    Anywhere
[ 2] 80,443/tcp                 ALLOW IN    10.0.0.0/8                 # web
[ 3] 25/tcp                     DENY OUT    Anywhere                   (out)
[ 4] 22/tcp (v6)                LIMIT IN    Anywhere (v6)
`,
    `tcp:
  22 * (sshd)
   [ 1] limit 22/tcp
  3306 127.0.0.1 (mariadbd)
tcp6:
  22 * (sshd)
udp:
  68 * (dhclient)
`,
    'Status: inactive\n',
  ],
}
