package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.Serializable;
import java.net.Socket;
import java.nio.file.Path;
import java.rmi.AccessException;
import java.rmi.MarshalledObject;
import java.rmi.Remote;
import java.rmi.registry.Registry;
import java.rmi.server.Operation;
import java.rmi.server.RemoteObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import javax.management.ObjectName;
import javax.management.remote.rmi.RMIConnection;
import javax.security.auth.Subject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Objects that no JMX client sends, in every place where one can be sent. A map stands for those with which code was
 * made to run elsewhere: harmless, in every JVM, and the beginning of most of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RemoteAttackIT {
    private static final Serializable PAYLOAD = new HashMap<>(java.util.Map.of("a", "b"));

    @TempDir
    static Path folder;

    private RemoteService service;

    @BeforeAll
    void start() throws IOException {
        service = RemoteService.guarded(folder, TestCertificate.make(folder, "pair", TestCertificate.Key.EC_PKCS8));
    }

    @AfterAll
    void stop() throws Exception {
        try (RemoteClient client = RemoteClient.connect("localhost", service.port(), true, RemoteService.READER)) {
            assertEquals(false, client.read("Maintenance"), "it serves on");
        }
        service.close();
    }

    @Test
    void asCredentials() {
        assertRejected(() -> RemoteClient.server(service.port()).newClient(PAYLOAD));
        assertRejected(() -> RemoteClient.server(service.port()).newClient(new Object[] {"op", "secret", PAYLOAD}));
    }

    @Test
    void asTheArgumentOfAnOperation() throws Exception {
        RMIConnection connection = operator();
        assertRejected(() -> connection.invoke(
                RemoteClient.HEALTH,
                "enterMaintenance",
                new MarshalledObject<>(new Object[] {PAYLOAD}),
                new String[] {String.class.getName()},
                null));
    }

    @Test
    void asANotificationFilterOrHandback() throws Exception {
        RMIConnection connection = operator();
        assertRejected(() -> connection.addNotificationListeners(
                new ObjectName[] {RemoteClient.HEALTH},
                new MarshalledObject<?>[] {new MarshalledObject<>(PAYLOAD)},
                new Subject[] {null}));
        assertRejected(() -> connection.addNotificationListener(
                RemoteClient.HEALTH, RemoteClient.HEALTH, null, new MarshalledObject<>(PAYLOAD), null));
    }

    /** RMI reads any object where the signature has a class, and casts it afterwards. */
    @Test
    void asTheNameOfABean() throws Exception {
        RMIConnection connection = operator();
        var method = RMIConnection.class.getMethod("getAttribute", ObjectName.class, String.class, Subject.class);
        long hashOfGetAttribute = -1089783104982388203L;
        var reference = ((RemoteObject) connection).getRef();

        assertRejected(() ->
                reference.invoke(connection, method, new Object[] {PAYLOAD, "Routable", null}, hashOfGetAttribute));
    }

    @Test
    @SuppressWarnings("deprecation") // no other way to write into a call of the registry
    void asTheNameOfALookup() throws Exception {
        RemoteObject registry = (RemoteObject) RemoteClient.registry(service.port());
        Operation[] operations = new Operation[5];
        int lookup = 2;
        long hashOfRegistry = 4905912898345647071L;
        var call = registry.getRef().newCall(registry, operations, lookup, hashOfRegistry);
        call.getOutputStream().writeObject(PAYLOAD);

        String refusal = String.valueOf(
                assertThrows(Exception.class, () -> registry.getRef().invoke(call))
                        .getCause());
        assertTrue(refusal.contains("ClassCastException") || refusal.contains("REJECTED"), refusal);
    }

    /** Nobody may put a reference of theirs in the place of ours, to be sent passwords; not even from this host. */
    @Test
    void asANameInTheRegistry() throws Exception {
        Registry registry = RemoteClient.registry(service.port());
        Remote ours = registry.lookup("jmxrmi");

        assertThrowsAccess(() -> registry.rebind("jmxrmi", ours));
        assertThrowsAccess(() -> registry.bind("another", ours));
        assertThrowsAccess(() -> registry.unbind("jmxrmi"));
        assertEquals(List.of("jmxrmi"), List.of(registry.list()));
    }

    /** The JDK offers groups that cost a server tens of milliseconds a handshake, and nobody else wants. */
    @Test
    void dearKeyExchangesAreRefused() {
        assertEquals(0, handshakeOver("X25519").exitCode());
        Commands.Result dear = handshakeOver("ffdhe2048");
        assertEquals(1, dear.exitCode(), dear.output());
        assertTrue(dear.output().contains("no peer certificate available"), dear.output());
    }

    private Commands.Result handshakeOver(String group) {
        String address = "localhost:" + service.port();
        return Commands.run(List.of("openssl", "s_client", "-connect", address, "-groups", group));
    }

    /** They have had no deadline yet. RMI alone would take as many as there are threads. */
    @Test
    void silentConnectionsDoNotAddUp() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                silent.add(new Socket("localhost", service.port()));
            }
            Socket last = silent.get(silent.size() - 1);
            last.setSoTimeout(10_000);
            assertEquals(-1, last.getInputStream().read(), "closed at once");
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
        RemoteClient.connect("localhost", service.port(), true, RemoteService.READER)
                .close();
    }

    private RMIConnection operator() throws Exception {
        return RemoteClient.server(service.port()).newClient(RemoteService.OPERATOR);
    }

    private static void assertRejected(Executable sending) {
        Throwable refusal = assertThrows(Throwable.class, sending);
        while (refusal.getCause() != null) {
            refusal = refusal.getCause();
        }
        assertEquals(InvalidClassException.class, refusal.getClass(), () -> "not by the filter");
        assertTrue(String.valueOf(refusal.getMessage()).contains("REJECTED"), refusal.getMessage());
    }

    private static void assertThrowsAccess(Executable binding) {
        Throwable refusal = assertThrows(Throwable.class, binding);
        while (refusal.getCause() != null) {
            refusal = refusal.getCause();
        }
        assertEquals(AccessException.class, refusal.getClass());
    }
}
