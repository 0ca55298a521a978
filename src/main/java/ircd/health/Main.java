package ircd.health;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import ircd.health.EndSignals.EndSignal;
import ircd.health.surface.http.PublicEndpoint;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The command line: {@code [options]} runs the service; {@code check} and {@code demo} are commands of their own. */
public final class Main {
    private static final String HELP =
            """
            ircd-health judges from outside whether an IRC server takes clients and is linked to its network,
            and tells load balancers (HTTPS), operators (JMX) and dashboards (Prometheus).

            Usage: java -jar ircd-health.jar [check|demo|attach PID] [options] [@FILE]
              (no command)  run the service until SIGTERM or SIGINT
              check         judge once and explain; exit status 0 routable, 1 still warming, 2 not routable,
                            3 could not judge; check --help has --json, too
              demo          two small stand-ins for IRC daemons with the service over them; demo --help has
                            what they can be made to do
              attach PID    run the service inside a JVM that runs already; exit status 0 it runs there,
                            1 it cannot start
              @FILE         take options from a file, one per line

            """;

    private static final System.Logger LOG = System.getLogger(Main.class.getName());

    static final int CANNOT_START = 1;
    static final int BAD_INPUT = 2;

    private static final int OK = 0;

    private final PrintStream out;
    private final PrintStream err;

    Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Ends the JVM with the status of what was asked for; a service runs until SIGTERM or SIGINT. */
    public static void main(String[] arguments) throws InterruptedException {
        Logging.configure();
        // Netty reports each buffer to the flight recorder, for which it loads all of it, used or not.
        System.setProperty("io.netty.jfr.enabled", "false");
        System.exit(new Main(System.out, System.err).run(List.of(arguments)));
    }

    int run(List<String> arguments) throws InterruptedException {
        String command = arguments.isEmpty() || arguments.get(0).matches("[-@].*") ? "" : arguments.get(0);
        List<String> options = command.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        try {
            int status =
                    switch (command) {
                        case "" -> serve(options);
                        case "check" -> check(options);
                        case "demo" -> demo(options);
                        case "attach" -> attach(options);
                        case "make-archive" -> makeArchive(options);
                        default ->
                            throw new BadInputException(command
                                    + ": unknown command; there are check, demo and attach, and options start with --");
                    };
            if (!out.checkError()) {
                return status;
            }
            err.println("standard output cannot be written");
            return command.equals("check") ? CheckCommand.COULD_NOT_JUDGE : CANNOT_START;
        } catch (BadInputException e) {
            e.mistakes().forEach(err::println);
            // A monitoring system must not take a mistyped option for a server that is down.
            return command.equals("check") ? CheckCommand.COULD_NOT_JUDGE : BAD_INPUT;
        } catch (StartException e) {
            err.println(e.getMessage());
            return CANNOT_START;
        } catch (RuntimeException e) {
            // A defect of ours, with which monitoring must not take a server for one that warms up (1) or is down (2).
            err.println("ircd-health failed; please report this:");
            e.printStackTrace(err);
            return command.equals("check") ? CheckCommand.COULD_NOT_JUDGE : CANNOT_START;
        }
    }

    private int serve(List<String> arguments) throws BadInputException, StartException, InterruptedException {
        Options options = new Options();
        CommandLine commandLine = new CommandLine("", options);
        Mistakes mistakes = new Mistakes();
        commandLine.parse(arguments, mistakes);
        if (printedInformation(options, commandLine)) {
            return OK;
        }
        Thread loading = PublicEndpoint.loadAhead(options.cert != null);
        Config config;
        Service service;
        try {
            config = ConfigReader.readForService(options, mistakes);
            mistakes.throwIfAny();
            if (config.endpoint().drain().isZero()) {
                logTheEnd();
            }
            service = Service.start(config, ManagementFactory.getPlatformMBeanServer(), System.getenv());
        } finally {
            loading.join();
        }
        closeAtTheEnd(service);
        service.giveMemoryBack();
        if (config.endpoint().drain().isZero()) {
            service.housekeeping().run();
            return untilEnded();
        }
        service.housekeeping().start();
        return drainOnSignal(service, config.endpoint().drain());
    }

    private int check(List<String> arguments) throws BadInputException, InterruptedException {
        Options options = new Options();
        CheckOptions checkOptions = new CheckOptions();
        CommandLine commandLine = new CommandLine("check", options, checkOptions);
        Mistakes mistakes = new Mistakes();
        commandLine.parse(arguments, mistakes);
        if (printedInformation(options, commandLine)) {
            return OK;
        }
        options.allowHttp = true; // it serves nothing, so it needs no certificate
        Config config = ConfigReader.read(options, mistakes);
        mistakes.throwIfAny();
        config.warnings().forEach(err::println);
        return new CheckCommand(config, checkOptions.json, out, err).run();
    }

    private int attach(List<String> arguments) throws BadInputException, StartException, InterruptedException {
        boolean toAProcess = !arguments.isEmpty() && !arguments.get(0).matches("[-@].*");
        Options options = new Options();
        CommandLine commandLine = new CommandLine("", options);
        Mistakes mistakes = new Mistakes();
        List<String> known =
                commandLine.parse(toAProcess ? arguments.subList(1, arguments.size()) : arguments, mistakes);
        if (printedInformation(options, commandLine)) {
            return OK;
        }
        if (!toAProcess) {
            throw new BadInputException("attach: the process id of a JVM comes next (jps lists those of a user)");
        }
        long pid = AttachCommand.readPid(arguments.get(0), mistakes);
        ConfigReader.read(options, mistakes);
        mistakes.throwIfAny();
        List<String> absolute = commandLine.replaceValues(known, AttachCommand.PATHS, path -> Path.of(path)
                .toAbsolutePath()
                .toString());
        new AttachCommand(pid, absolute, out).run();
        return OK;
    }

    private int demo(List<String> arguments) throws BadInputException, StartException, InterruptedException {
        DemoOptions options = new DemoOptions();
        CommandLine commandLine = new CommandLine("demo", options);
        Mistakes mistakes = new Mistakes();
        commandLine.parse(arguments, mistakes);
        if (options.help) {
            out.print(HELP + commandLine.help());
            return OK;
        }
        DemoCommand demo = DemoCommand.read(options, mistakes);
        mistakes.throwIfAny();
        closeAtTheEnd(demo.start(out));
        return untilEnded();
    }

    /** For the launcher alone, so it stands in no help: the file, then the options for the JVM. */
    private static int makeArchive(List<String> arguments)
            throws BadInputException, StartException, InterruptedException {
        if (arguments.isEmpty()) {
            throw new BadInputException("make-archive: the file to make comes next; the launcher ircd-health names it");
        }
        new ClassArchive(arguments.subList(1, arguments.size())).make(Path.of(arguments.get(0)));
        return OK;
    }

    private boolean printedInformation(Options options, CommandLine commandLine) {
        if (options.help) {
            out.print(HELP + commandLine.help());
        } else if (options.version) {
            out.println("ircd-health " + Version.TEXT);
        }
        return options.help || options.version;
    }

    private static void closeAtTheEnd(AutoCloseable running) {
        Closers closers = new Closers();
        closers.add(running);
        Runtime.getRuntime().addShutdownHook(new Thread(closers::close, "ircd-health-shutdown"));
    }

    /** Never returns: the JVM ends by a signal. */
    private static int untilEnded() throws InterruptedException {
        new CountDownLatch(1).await();
        return OK;
    }

    /** So that a log tells a stop from a crash. From a shutdown hook it would come too late: the log ends in one, too. */
    private static void logTheEnd() {
        try {
            EndSignals.tell(signal -> {
                LOG.log(INFO, signal + ": the service ends");
                System.exit(signal.status());
            });
        } catch (ReflectiveOperationException e) {
            LOG.log(DEBUG, "this JVM hides its signals", e); // and ends by them all the same
        }
    }

    /** Blocks until the drain after SIGTERM or SIGINT is over, or a second one cuts it short; the exit status. */
    private static int drainOnSignal(Service service, Duration drain) throws InterruptedException {
        EndSignals signals;
        try {
            signals = EndSignals.take();
        } catch (ReflectiveOperationException e) {
            LOG.log(
                    WARNING,
                    "--drain-seconds has no effect: this JVM hides its signals (" + EndSignals.explain(e) + ")");
            return untilEnded();
        }
        EndSignal first = signals.await();
        service.drain(first + ": the service ends in " + drain.toSeconds() + " s");
        EndSignal second = signals.await(drain);
        LOG.log(INFO, second == null ? "drained; the service ends" : second + ": the service ends now");
        return (second == null ? first : second).status();
    }
}
