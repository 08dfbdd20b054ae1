# notify_log.pl SOCKET: what a service tells its manager (sd_notify(3)), one message a line, until it
# is ended. A minimal Debian has this much of perl.
use strict;
use warnings;
use IO::Socket::UNIX;
use Socket;

my $path = shift;
my $socket = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => $path) or die "notify_log: $path: $!\n";
chmod 0666, $path;
$| = 1;
while (defined $socket->recv(my $message, 4096)) {
    $message =~ s/\n/ /g;
    print "$message\n";
}
