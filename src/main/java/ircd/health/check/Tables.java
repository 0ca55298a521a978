package ircd.health.check;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import ircd.health.kernel.PortSet;
import ircd.health.kernel.SocketTable;
import ircd.health.kernel.TcpEndpoint;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The socket tables, reduced to the rows that the checks ask for. */
final class Tables {
    private static final System.Logger LOG = System.getLogger(Tables.class.getName());

    private final @Nullable SocketTable table;
    private final PortSet s2sPorts;
    private final int clientPort;
    private @Nullable String lastFailure;

    Tables(@Nullable SocketTable table, PortSet s2sPorts, int clientPort) {
        this.table = table;
        this.s2sPorts = s2sPorts;
        this.clientPort = clientPort;
    }

    boolean areSupported() {
        return table != null;
    }

    /**
     * Reads both tables; says once per change that it cannot, or can again.
     *
     * @param ourEnd our end of a connection to the client port, to find the daemon's end of it; null if there is none
     */
    TableReading read(@Nullable TcpEndpoint ourEnd) {
        if (table == null) {
            return TableReading.failed("this system has no /proc/net/tcp");
        }
        TableReading reading = read(table, ourEnd);
        if (!Objects.equals(reading.failure(), lastFailure)) {
            lastFailure = reading.failure();
            if (lastFailure == null) {
                LOG.log(INFO, "the socket tables can be read again");
            } else {
                LOG.log(WARNING, "server links cannot be seen: " + lastFailure);
            }
        }
        return reading;
    }

    private TableReading read(SocketTable from, @Nullable TcpEndpoint ourEnd) {
        int probePort = ourEnd == null ? -1 : ourEnd.port();
        try {
            return new TableReading(
                    from.read((localPort, remotePort, listening) -> listening
                            || s2sPorts.contains(localPort)
                            || s2sPorts.contains(remotePort)
                            || (localPort == clientPort && remotePort == probePort)),
                    null);
        } catch (NoSuchFileException e) {
            return TableReading.failed(e.getMessage() + ": no such file");
        } catch (AccessDeniedException e) {
            return TableReading.failed(e.getMessage() + ": permission denied");
        } catch (IOException e) {
            return TableReading.failed(String.valueOf(e.getMessage()));
        }
    }
}
