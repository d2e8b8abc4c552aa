package dev.parley.gateway.http.route;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * All files of the web client by their paths, read once from the class path. What is not in it when the node starts is
 * never served: no path reaches the file system, and pages work until the process ends. Immutable.
 */
public final class Assets {
    private static final String WEB = "web/";
    private static final String SOCKJS = "META-INF/resources/webjars/sockjs-client/1.6.1/dist/";

    private final Map<String, Asset> byPath;

    private Assets(Map<String, Asset> byPath) {
        this.byPath = Map.copyOf(byPath);
    }

    /** Reads them. Throws {@link UncheckedIOException}. */
    public static Assets load() {
        Map<String, Asset> found = new HashMap<>();
        try {
            add(found, "/", WEB, "index.html");
            add(found, "/webjars/sockjs-client/", SOCKJS, "sockjs.min.js");
        } catch (IOException e) {
            throw new UncheckedIOException("the web client cannot be read from the class path", e);
        }
        found.put("/", found.get("/index.html"));
        return new Assets(found);
    }

    /** Null when there is none; {@code path} begins with a slash. */
    Asset at(String path) {
        return byPath.get(path);
    }

    /** Jars need not list their folders, so one file of a folder tells where it is. */
    private static void add(Map<String, Asset> found, String path, String folder, String known) throws IOException {
        URL url = Assets.class.getClassLoader().getResource(folder + known);
        if (url == null) {
            throw new IOException(folder + known + " is missing");
        }
        URLConnection connection = url.openConnection();
        if (connection instanceof JarURLConnection jar) {
            jar.setUseCaches(false); // this one is closed; a cached one is others' too
            try (JarFile file = jar.getJarFile()) {
                addEntries(found, path, folder, file);
            }
        } else {
            addFiles(found, path, pathOf(url).getParent());
        }
    }

    private static void addEntries(Map<String, Asset> found, String path, String folder, JarFile jar)
            throws IOException {
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            JarEntry entry = entries.nextElement();
            if (!entry.isDirectory() && entry.getName().startsWith(folder)) {
                try (InputStream in = jar.getInputStream(entry)) {
                    String name = entry.getName().substring(folder.length());
                    found.put(path + name, Asset.of(name, in.readAllBytes()));
                }
            }
        }
    }

    /** A class path of folders, as a build has it. */
    private static void addFiles(Map<String, Asset> found, String path, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                found.put(path + name, Asset.of(name, Files.readAllBytes(file)));
            }
        }
    }

    private static Path pathOf(URL url) throws IOException {
        try {
            return Path.of(new URI(url.toString()));
        } catch (URISyntaxException e) {
            throw new IOException(url + " is no path", e);
        }
    }
}
