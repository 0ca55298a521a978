package ircd.health.it;

import java.io.IOException;
import java.rmi.NotBoundException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.util.HashMap;
import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIServer;
import javax.net.ssl.SSLContext;
import javax.rmi.ssl.SslRMIClientSocketFactory;

/** The JDK's JMX client, without a class of ours. It trusts every certificate from then on, in the whole of this JVM. */
final class RemoteClient implements AutoCloseable {
    static final ObjectName HEALTH;

    static {
        try {
            HEALTH = new ObjectName("ircd.health:type=Health");
        } catch (javax.management.MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    private final JMXConnector connector;
    private final MBeanServerConnection server;

    private RemoteClient(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.server = connector.getMBeanServerConnection();
    }

    /** @param credentials null: none */
    @SuppressWarnings("BanJNDI") // the address is that of our own process
    static RemoteClient connect(String host, int port, boolean tls, String[] credentials) throws IOException {
        Map<String, Object> environment = new HashMap<>();
        if (credentials != null) {
            environment.put(JMXConnector.CREDENTIALS, credentials);
        }
        if (tls) {
            environment.put("com.sun.jndi.rmi.factory.socket", trusting());
        }
        JMXServiceURL url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://" + host + ":" + port + "/jmxrmi");
        return new RemoteClient(JMXConnectorFactory.connect(url, environment));
    }

    static Registry registry(int port) throws IOException {
        return LocateRegistry.getRegistry("localhost", port, trusting());
    }

    /** What the JMX client talks to, for those who would talk to it by themselves. */
    static RMIServer server(int port) throws IOException, NotBoundException {
        return (RMIServer) registry(port).lookup("jmxrmi");
    }

    private static SslRMIClientSocketFactory trusting() {
        SSLContext.setDefault(AnyCertificate.newContext());
        return new SslRMIClientSocketFactory();
    }

    MBeanServerConnection server() {
        return server;
    }

    Object read(String attribute) throws Exception {
        return server.getAttribute(HEALTH, attribute);
    }

    /** Of the health bean, with at most one argument. */
    void operate(String operation, Object... arguments) throws Exception {
        String[] signature = new String[arguments.length];
        java.util.Arrays.fill(signature, String.class.getName());
        server.invoke(HEALTH, operation, arguments, signature);
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
